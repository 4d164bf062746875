// The words of the composer that are on the screen at once; what opens from it brings `composing.ts` along.
import { lang } from "./index";

const en = {
  visitorReads: "{name} reads this", preview: "Preview", write: "Write", nothingToPreview: "Nothing is written yet.",
  enterSends: "Enter sends, Shift + Enter begins a new line", ctrlSends: "Ctrl + Enter sends, Enter begins a new line",
  slashHint: "/ for replies", atHint: "@ for colleagues", suggested: "Suggested answers", takeFirst: "↑ takes the first suggested answer",
  visitorWrites: "{name} is writing, not sent yet:", mentions: "Mentions", tags: "Tags", sendWith: "Send with",
};
type ComposerStrings = typeof en;
const de: ComposerStrings = {
  visitorReads: "{name} liest das", preview: "Vorschau", write: "Schreiben", nothingToPreview: "Noch ist nichts geschrieben.",
  enterSends: "Enter sendet, Umschalt + Enter beginnt eine neue Zeile", ctrlSends: "Strg + Enter sendet, Enter beginnt eine neue Zeile",
  slashHint: "/ für Antworten", atHint: "@ für Kollegen", suggested: "Vorgeschlagene Antworten", takeFirst: "↑ übernimmt die erste vorgeschlagene Antwort",
  visitorWrites: "{name} schreibt, noch nicht gesendet:", mentions: "Erwähnungen", tags: "Schlagwörter", sendWith: "Senden mit",
};
const es: ComposerStrings = {
  visitorReads: "{name} lee esto", preview: "Vista previa", write: "Escribir", nothingToPreview: "Aún no hay nada escrito.",
  enterSends: "Enter envía, Mayús + Enter empieza otra línea", ctrlSends: "Ctrl + Enter envía, Enter empieza otra línea",
  slashHint: "/ para respuestas", atHint: "@ para colegas", suggested: "Respuestas sugeridas", takeFirst: "↑ toma la primera respuesta sugerida",
  visitorWrites: "{name} está escribiendo, aún sin enviar:", mentions: "Menciones", tags: "Etiquetas", sendWith: "Enviar con",
};
const ptBR: ComposerStrings = {
  visitorReads: "{name} lê isto", preview: "Prévia", write: "Escrever", nothingToPreview: "Ainda não há nada escrito.",
  enterSends: "Enter envia, Shift + Enter começa outra linha", ctrlSends: "Ctrl + Enter envia, Enter começa outra linha",
  slashHint: "/ para respostas", atHint: "@ para colegas", suggested: "Respostas sugeridas", takeFirst: "↑ usa a primeira resposta sugerida",
  visitorWrites: "{name} está escrevendo, ainda sem enviar:", mentions: "Menções", tags: "Etiquetas", sendWith: "Enviar com",
};
const ru: ComposerStrings = {
  visitorReads: "{name} это прочитает", preview: "Просмотр", write: "Писать", nothingToPreview: "Пока ничего не написано.",
  enterSends: "Enter отправляет, Shift + Enter начинает новую строку", ctrlSends: "Ctrl + Enter отправляет, Enter начинает новую строку",
  slashHint: "/ для шаблонов", atHint: "@ для коллег", suggested: "Подсказки ответов", takeFirst: "↑ берёт первую подсказку",
  visitorWrites: "{name} пишет, ещё не отправлено:", mentions: "Упоминания", tags: "Метки", sendWith: "Отправлять по",
};
const ALL = { en, de, es, "pt-BR": ptBR, ru };
export const composerWords = (): ComposerStrings => ALL[lang.value];
