// The words of the filter's form and of what is done to several chats at once.
import { lang } from "./index";

const en = {
  bulkClose: "Close {count}", bulkGoing: "Closing: {done} of {all}", bulkOver: "Closed: {done} of {all}", bulkProgress: "Progress",
  language: "Language", any: "Any", onlyUnread: "Only unread", severity: "Severity", plan: "Plan", team: "Team", tag: "Tag",
  save: "Save", nameHint: "Name of the filter", remove: "Remove the filter {name}", clear: "Clear",
};
const de: typeof en = {
  bulkClose: "{count} schließen", bulkGoing: "Wird geschlossen: {done} von {all}", bulkOver: "Geschlossen: {done} von {all}", bulkProgress: "Fortschritt",
  language: "Sprache", any: "Alle", onlyUnread: "Nur ungelesene", severity: "Schweregrad", plan: "Tarif", team: "Team", tag: "Schlagwort",
  save: "Speichern", nameHint: "Name des Filters", remove: "Filter {name} entfernen", clear: "Aufheben",
};
const es: typeof en = {
  bulkClose: "Cerrar {count}", bulkGoing: "Cerrando: {done} de {all}", bulkOver: "Cerrados: {done} de {all}", bulkProgress: "Progreso",
  language: "Idioma", any: "Todos", onlyUnread: "Solo no leídos", severity: "Gravedad", plan: "Plan", team: "Equipo", tag: "Etiqueta",
  save: "Guardar", nameHint: "Nombre del filtro", remove: "Quitar el filtro {name}", clear: "Quitar",
};
const ptBR: typeof en = {
  bulkClose: "Encerrar {count}", bulkGoing: "Encerrando: {done} de {all}", bulkOver: "Encerrados: {done} de {all}", bulkProgress: "Progresso",
  language: "Idioma", any: "Todos", onlyUnread: "Só não lidos", severity: "Gravidade", plan: "Plano", team: "Equipe", tag: "Etiqueta",
  save: "Salvar", nameHint: "Nome do filtro", remove: "Remover o filtro {name}", clear: "Limpar",
};
const ru: typeof en = {
  bulkClose: "Закрыть: {count}", bulkGoing: "Закрывается: {done} из {all}", bulkOver: "Закрыто: {done} из {all}", bulkProgress: "Ход",
  language: "Язык", any: "Все", onlyUnread: "Только непрочитанные", severity: "Срочность", plan: "Тариф", team: "Команда", tag: "Метка",
  save: "Сохранить", nameHint: "Название фильтра", remove: "Удалить фильтр {name}", clear: "Сбросить",
};

const ALL: Record<string, typeof en> = { en, de, es, "pt-BR": ptBR, ru };
export const moreWords = (): typeof en => ALL[lang.value] ?? en;
