// The words about files, for the widget and the console; loaded when there is a file, or somebody wants to attach one.
import type { Fault } from "../uploads";

const en = {
  hint: "Up to {count} files with {size} each: pictures, PDF, text, Word, Excel, ZIP, MP4. You can also paste or drop them.",
  choose: "Choose files", uploading: "Uploading…", attached: "{name} is attached", cancel: "Cancel {name}", remove: "Remove {name}",
  retry: "Try again", save: "Save {name}", cleaned: "Secrets were removed from this file.", gone: "This file cannot be loaded.",
  off: "Files cannot be sent here.",
  kind: "This kind of file is not accepted, or it is damaged.", large: "This file is larger than {size}.",
  many: "A message has {count} files at most.", room: "This file or this chat is too large.", network: "This file was not uploaded.",
};
/** The shape of every language; each fault of an upload has its words. */
export type FileStrings = typeof en & Record<Fault, string>;

const de: FileStrings = {
  hint: "Bis zu {count} Dateien mit je {size}: Bilder, PDF, Text, Word, Excel, ZIP, MP4. Einfügen und Hineinziehen gehen auch.",
  choose: "Dateien auswählen", uploading: "Wird hochgeladen …", attached: "{name} ist angehängt", cancel: "{name} abbrechen", remove: "{name} entfernen",
  retry: "Erneut versuchen", save: "{name} speichern", cleaned: "Aus dieser Datei wurden Geheimnisse entfernt.", gone: "Diese Datei lässt sich nicht laden.",
  off: "Hier können keine Dateien gesendet werden.",
  kind: "Diese Art von Datei wird nicht angenommen, oder sie ist beschädigt.", large: "Diese Datei ist größer als {size}.",
  many: "Eine Nachricht hat höchstens {count} Dateien.", room: "Diese Datei oder dieser Chat ist zu groß.", network: "Diese Datei wurde nicht hochgeladen.",
};
const es: FileStrings = {
  hint: "Hasta {count} archivos de {size} cada uno: imágenes, PDF, texto, Word, Excel, ZIP, MP4. También puede pegarlos o arrastrarlos.",
  choose: "Elegir archivos", uploading: "Subiendo…", attached: "{name} está adjunto", cancel: "Cancelar {name}", remove: "Quitar {name}",
  retry: "Volver a intentar", save: "Guardar {name}", cleaned: "Se eliminaron datos secretos de este archivo.", gone: "No se puede cargar este archivo.",
  off: "Aquí no se pueden enviar archivos.",
  kind: "Este tipo de archivo no se acepta, o está dañado.", large: "Este archivo supera {size}.",
  many: "Un mensaje admite {count} archivos como máximo.", room: "Este archivo o este chat es demasiado grande.", network: "Este archivo no se ha subido.",
};
const ptBR: FileStrings = {
  hint: "Até {count} arquivos de {size} cada: imagens, PDF, texto, Word, Excel, ZIP, MP4. Você também pode colar ou arrastar.",
  choose: "Escolher arquivos", uploading: "Enviando…", attached: "{name} foi anexado", cancel: "Cancelar {name}", remove: "Remover {name}",
  retry: "Tentar de novo", save: "Salvar {name}", cleaned: "Dados secretos foram removidos deste arquivo.", gone: "Não foi possível carregar este arquivo.",
  off: "Aqui não é possível enviar arquivos.",
  kind: "Este tipo de arquivo não é aceito, ou o arquivo está danificado.", large: "Este arquivo é maior que {size}.",
  many: "Uma mensagem tem no máximo {count} arquivos.", room: "Este arquivo ou este chat é grande demais.", network: "Este arquivo não foi enviado.",
};
const ru: FileStrings = {
  hint: "Не больше {count} файлов, до {size} каждый: изображения, PDF, текст, Word, Excel, ZIP, MP4. Их можно вставить или перетащить.",
  choose: "Выбрать файлы", uploading: "Загружается…", attached: "Файл {name} прикреплён", cancel: "Отменить {name}", remove: "Убрать {name}",
  retry: "Повторить", save: "Сохранить {name}", cleaned: "Из этого файла удалены секретные данные.", gone: "Не удалось загрузить этот файл.",
  off: "Здесь нельзя отправлять файлы.",
  kind: "Такие файлы не принимаются, или файл повреждён.", large: "Этот файл больше {size}.",
  many: "В сообщении не больше {count} файлов.", room: "Этот файл или этот чат слишком велик.", network: "Этот файл не загружен.",
};

const ALL: Record<string, FileStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const fileStrings = (lang: string): FileStrings => ALL[lang] ?? en;
