// The words of the section about canned replies and tags.
import { lang, type Lang } from "./index";

const en = {
  hint: "What agents say often, by a shortcut; and the tags that are suggested for chats.", add: "Add a reply", edit: "Edit {name}", none: "There are no canned replies yet.",
  shortcut: "Shortcut", shortcutHint: "As in /refund; agents type it.", title: "Title", titleHint: "Agents find the reply by it.", texts: "Texts", textIn: "In {lang}", textHint: "Places such as {visitor} are filled when it is sent. A language without a text gets the English one.",
  by: "Saved by", remove: "Remove", removeBody: "Nobody can use “{name}” any more. What was sent stays.", removed: "Removed.",
  shortcutBad: "A shortcut is / and up to 30 letters, digits, - or _.", shortcutTaken: "Another reply has this shortcut.", titleEmpty: "Enter a title.", textEmpty: "Write the text in at least one language.", tooLong: "A text has at most 4,000 characters, a title 120.",
  tags: "Tags", noTags: "No tags are suggested yet.", addTag: "Add a tag", tagName: "Name of the tag", tagEmpty: "Enter a name.", tagBody: "“{name}” is suggested no longer. Chats that have it keep it.", tagSaid: "Says in closing summaries: {list}",
};
type ReplyStrings = Record<keyof typeof en, string>;

const de: ReplyStrings = {
  hint: "Was Agenten oft sagen, unter einem Kürzel; und die Schlagwörter, die für Chats vorgeschlagen werden.", add: "Textbaustein hinzufügen", edit: "{name} bearbeiten", none: "Es gibt noch keine Textbausteine.",
  shortcut: "Kürzel", shortcutHint: "Wie /refund; Agenten tippen es.", title: "Titel", titleHint: "Damit finden ihn Agenten.", texts: "Texte", textIn: "Auf {lang}", textHint: "Stellen wie {visitor} werden beim Senden gefüllt. Eine Sprache ohne Text bekommt den englischen.",
  by: "Gespeichert von", remove: "Entfernen", removeBody: "Niemand kann „{name}“ mehr benutzen. Gesendetes bleibt.", removed: "Entfernt.",
  shortcutBad: "Ein Kürzel ist / und bis zu 30 Buchstaben, Ziffern, - oder _.", shortcutTaken: "Dieses Kürzel ist schon vergeben.", titleEmpty: "Geben Sie einen Titel ein.", textEmpty: "Schreiben Sie den Text in mindestens einer Sprache.", tooLong: "Ein Text hat höchstens 4000 Zeichen, ein Titel 120.",
  tags: "Schlagwörter", noTags: "Noch wird kein Schlagwort vorgeschlagen.", addTag: "Schlagwort hinzufügen", tagName: "Name des Schlagworts", tagEmpty: "Geben Sie einen Namen ein.", tagBody: "„{name}“ wird nicht mehr vorgeschlagen. Chats, die es haben, behalten es.", tagSaid: "In Zusammenfassungen: {list}",
};
const es: ReplyStrings = {
  hint: "Lo que los agentes dicen a menudo, con un atajo; y las etiquetas que se sugieren para los chats.", add: "Añadir una respuesta", edit: "Editar {name}", none: "Todavía no hay respuestas guardadas.",
  shortcut: "Atajo", shortcutHint: "Como /refund; lo escriben los agentes.", title: "Título", titleHint: "Con él la encuentran los agentes.", texts: "Textos", textIn: "En {lang}", textHint: "Los huecos como {visitor} se rellenan al enviar. Un idioma sin texto recibe el inglés.",
  by: "Guardada por", remove: "Eliminar", removeBody: "Nadie podrá usar ya «{name}». Lo enviado permanece.", removed: "Eliminado.",
  shortcutBad: "Un atajo es / y hasta 30 letras, cifras, - o _.", shortcutTaken: "Otra respuesta tiene este atajo.", titleEmpty: "Escriba un título.", textEmpty: "Escriba el texto al menos en un idioma.", tooLong: "Un texto tiene 4000 caracteres como máximo; un título, 120.",
  tags: "Etiquetas", noTags: "Todavía no se sugiere ninguna etiqueta.", addTag: "Añadir una etiqueta", tagName: "Nombre de la etiqueta", tagEmpty: "Escriba un nombre.", tagBody: "«{name}» ya no se sugiere. Los chats que la tienen la conservan.", tagSaid: "En los resúmenes: {list}",
};
const ptBR: ReplyStrings = {
  hint: "O que os agentes dizem com frequência, por um atalho; e as etiquetas sugeridas para os chats.", add: "Adicionar uma resposta", edit: "Editar {name}", none: "Ainda não há respostas prontas.",
  shortcut: "Atalho", shortcutHint: "Como /refund; os agentes digitam.", title: "Título", titleHint: "Com ele os agentes a encontram.", texts: "Textos", textIn: "Em {lang}", textHint: "Espaços como {visitor} são preenchidos ao enviar. Um idioma sem texto recebe o inglês.",
  by: "Salva por", remove: "Remover", removeBody: "Ninguém poderá mais usar “{name}”. O que foi enviado permanece.", removed: "Removido.",
  shortcutBad: "Um atalho é / e até 30 letras, números, - ou _.", shortcutTaken: "Outra resposta tem este atalho.", titleEmpty: "Digite um título.", textEmpty: "Escreva o texto em pelo menos um idioma.", tooLong: "Um texto tem no máximo 4.000 caracteres; um título, 120.",
  tags: "Etiquetas", noTags: "Nenhuma etiqueta é sugerida ainda.", addTag: "Adicionar uma etiqueta", tagName: "Nome da etiqueta", tagEmpty: "Digite um nome.", tagBody: "“{name}” não será mais sugerida. Os chats que a têm a mantêm.", tagSaid: "Nos resumos: {list}",
};
const ru: ReplyStrings = {
  hint: "То, что операторы говорят часто, по короткой команде; и метки, которые предлагаются для чатов.", add: "Добавить шаблон", edit: "Изменить: {name}", none: "Шаблонов пока нет.",
  shortcut: "Команда", shortcutHint: "Например /refund; её набирают операторы.", title: "Название", titleHint: "По нему шаблон находят.", texts: "Тексты", textIn: "Язык: {lang}", textHint: "Места вроде {visitor} заполняются при отправке. Для языка без текста берётся английский.",
  by: "Сохранил(а)", remove: "Удалить", removeBody: "«{name}» больше никто не сможет использовать. Отправленное остаётся.", removed: "Удалено.",
  shortcutBad: "Команда — это / и до 30 букв, цифр, - или _.", shortcutTaken: "Эта команда уже занята.", titleEmpty: "Введите название.", textEmpty: "Напишите текст хотя бы на одном языке.", tooLong: "Текст — не больше 4000 знаков, название — 120.",
  tags: "Метки", noTags: "Метки пока не предлагаются.", addTag: "Добавить метку", tagName: "Название метки", tagEmpty: "Введите название.", tagBody: "«{name}» больше не предлагается. В чатах, где она есть, она остаётся.", tagSaid: "В итогах: {list}",
};

const ALL: Record<Lang, ReplyStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const replyWords = (): ReplyStrings => ALL[lang.value];
