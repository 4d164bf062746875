// The words of what opens from the composer: the pickers, the questions before sending, tags, closing, mentions.
import { lang } from "./index";

const en = {
  replies: "Replies", noReplies: "No replies are saved yet.", noRepliesHint: "Authors, supervisors and admins can add them.", noneFits: "No reply fits “{query}”.",
  colleagues: "Colleagues", noColleague: "Nobody has a name like “{query}”.", found: "{count} found. Arrow keys choose, Enter takes it, Escape closes.",
  fallback: "Not written in {wanted}: this is {used}.", loadFailed: "This could not be loaded.",
  card: "This looks like a card number.", key: "This looks like a secret key.", password: "This looks like a password.",
  unfilled: "Not filled in yet: {places}", willRead: "It will be sent like this:", sendMasked: "Send without it", change: "Change the text",
  sendAnyway: "It is not a secret: send as it is", sendUnfilled: "Send as it is",
  addTag: "Add a tag", removeTag: "Remove {tag}", noTags: "No tags yet.", tagHint: "Enter adds a tag. Visitors never see tags.",
  outcome: "What happens next", outcomeClose: "Close the chat", outcomeTicket: "Go on by e-mail", ticketHint: "The chat leaves your list and goes on as a ticket with the same ChatID. The visitor is told.",
  address: "E-mail address", addressMissing: "Ask the visitor for an e-mail address, or write it here.", openTicket: "Open ticket", summaryIn: "The visitor reads this, in {lang}. Leave it empty to send none.",
  words: "Words for the visitor", noMentions: "Nobody has mentioned you.", noMentionsHint: "When a colleague writes @{name} in a note, it appears here.", mentionBy: "{name} mentioned you",
};
type ComposingStrings = typeof en;
const de: ComposingStrings = {
  replies: "Antworten", noReplies: "Noch sind keine Antworten gespeichert.", noRepliesHint: "Autoren, Teamleitung und Administration können welche anlegen.", noneFits: "Keine Antwort passt zu „{query}“.",
  colleagues: "Kollegen", noColleague: "Niemand heißt so ähnlich wie „{query}“.", found: "{count} gefunden. Pfeiltasten wählen, Enter übernimmt, Escape schließt.",
  fallback: "Nicht auf {wanted} geschrieben: das ist {used}.", loadFailed: "Das konnte nicht geladen werden.",
  card: "Das sieht nach einer Kartennummer aus.", key: "Das sieht nach einem geheimen Schlüssel aus.", password: "Das sieht nach einem Passwort aus.",
  unfilled: "Noch nicht ausgefüllt: {places}", willRead: "So wird es gesendet:", sendMasked: "Ohne das senden", change: "Text ändern",
  sendAnyway: "Es ist nicht geheim: so senden", sendUnfilled: "So senden",
  addTag: "Schlagwort hinzufügen", removeTag: "{tag} entfernen", noTags: "Noch keine Schlagwörter.", tagHint: "Enter fügt eines hinzu. Besucher sehen Schlagwörter nie.",
  outcome: "Wie es weitergeht", outcomeClose: "Chat schließen", outcomeTicket: "Per E-Mail weiter", ticketHint: "Der Chat verlässt Ihre Liste und geht als Ticket mit derselben ChatID weiter. Der Besucher erfährt es.",
  address: "E-Mail-Adresse", addressMissing: "Fragen Sie den Besucher nach einer E-Mail-Adresse, oder tragen Sie sie hier ein.", openTicket: "Ticket öffnen", summaryIn: "Das liest der Besucher, auf {lang}. Leer lassen, um nichts zu senden.",
  words: "Worte an den Besucher", noMentions: "Niemand hat Sie erwähnt.", noMentionsHint: "Wenn jemand in einer Notiz @{name} schreibt, erscheint es hier.", mentionBy: "{name} hat Sie erwähnt",
};
const es: ComposingStrings = {
  replies: "Respuestas", noReplies: "Aún no hay respuestas guardadas.", noRepliesHint: "Pueden añadirlas los autores, supervisores y administradores.", noneFits: "Ninguna respuesta encaja con «{query}».",
  colleagues: "Colegas", noColleague: "Nadie se llama parecido a «{query}».", found: "{count} encontradas. Las flechas eligen, Enter acepta, Escape cierra.",
  fallback: "No está escrita en {wanted}: esta es en {used}.", loadFailed: "No se pudo cargar.",
  card: "Parece un número de tarjeta.", key: "Parece una clave secreta.", password: "Parece una contraseña.",
  unfilled: "Sin rellenar: {places}", willRead: "Se enviará así:", sendMasked: "Enviar sin ese dato", change: "Cambiar el texto",
  sendAnyway: "No es secreto: enviar tal cual", sendUnfilled: "Enviar tal cual",
  addTag: "Añadir una etiqueta", removeTag: "Quitar {tag}", noTags: "Aún no hay etiquetas.", tagHint: "Enter añade una. Los visitantes nunca ven las etiquetas.",
  outcome: "Qué pasa ahora", outcomeClose: "Cerrar el chat", outcomeTicket: "Seguir por correo", ticketHint: "El chat sale de su lista y sigue como tique con el mismo ChatID. Se avisa al visitante.",
  address: "Correo electrónico", addressMissing: "Pida al visitante un correo electrónico o escríbalo aquí.", openTicket: "Abrir tique", summaryIn: "El visitante lee esto, en {lang}. Déjelo vacío para no enviar nada.",
  words: "Palabras para el visitante", noMentions: "Nadie le ha mencionado.", noMentionsHint: "Cuando alguien escribe @{name} en una nota, aparece aquí.", mentionBy: "{name} le ha mencionado",
};
const ptBR: ComposingStrings = {
  replies: "Respostas", noReplies: "Ainda não há respostas salvas.", noRepliesHint: "Autores, supervisores e administradores podem adicioná-las.", noneFits: "Nenhuma resposta combina com “{query}”.",
  colleagues: "Colegas", noColleague: "Ninguém tem um nome parecido com “{query}”.", found: "{count} encontradas. As setas escolhem, Enter aceita, Esc fecha.",
  fallback: "Não está escrita em {wanted}: esta é em {used}.", loadFailed: "Não foi possível carregar.",
  card: "Parece um número de cartão.", key: "Parece uma chave secreta.", password: "Parece uma senha.",
  unfilled: "Ainda sem preencher: {places}", willRead: "Será enviado assim:", sendMasked: "Enviar sem esse dado", change: "Alterar o texto",
  sendAnyway: "Não é segredo: enviar assim", sendUnfilled: "Enviar assim",
  addTag: "Adicionar etiqueta", removeTag: "Remover {tag}", noTags: "Ainda não há etiquetas.", tagHint: "Enter adiciona uma. Visitantes nunca veem etiquetas.",
  outcome: "O que acontece agora", outcomeClose: "Encerrar o chat", outcomeTicket: "Continuar por e-mail", ticketHint: "O chat sai da sua lista e continua como chamado com o mesmo ChatID. O visitante é avisado.",
  address: "E-mail", addressMissing: "Peça um e-mail ao visitante ou escreva-o aqui.", openTicket: "Abrir chamado", summaryIn: "O visitante lê isto, em {lang}. Deixe vazio para não enviar nada.",
  words: "Palavras para o visitante", noMentions: "Ninguém mencionou você.", noMentionsHint: "Quando alguém escreve @{name} em uma nota, aparece aqui.", mentionBy: "{name} mencionou você",
};
const ru: ComposingStrings = {
  replies: "Шаблоны", noReplies: "Шаблонов ответов пока нет.", noRepliesHint: "Их добавляют авторы, старшие смены и администраторы.", noneFits: "Ни один шаблон не подходит к «{query}».",
  colleagues: "Коллеги", noColleague: "Нет никого с именем вроде «{query}».", found: "Найдено: {count}. Стрелки выбирают, Enter берёт, Escape закрывает.",
  fallback: "Нет текста на языке «{wanted}»: это {used}.", loadFailed: "Не удалось загрузить.",
  card: "Это похоже на номер карты.", key: "Это похоже на секретный ключ.", password: "Это похоже на пароль.",
  unfilled: "Ещё не заполнено: {places}", willRead: "Отправится так:", sendMasked: "Отправить без него", change: "Изменить текст",
  sendAnyway: "Это не секрет: отправить как есть", sendUnfilled: "Отправить как есть",
  addTag: "Добавить метку", removeTag: "Убрать {tag}", noTags: "Меток пока нет.", tagHint: "Enter добавляет метку. Посетители меток не видят.",
  outcome: "Что дальше", outcomeClose: "Закрыть чат", outcomeTicket: "Продолжить по почте", ticketHint: "Чат уйдёт из вашего списка и продолжится как заявка с тем же ChatID. Посетитель узнает об этом.",
  address: "Адрес почты", addressMissing: "Спросите у посетителя адрес почты или впишите его здесь.", openTicket: "Открыть заявку", summaryIn: "Это прочитает посетитель, язык: {lang}. Оставьте пустым, чтобы ничего не отправлять.",
  words: "Слова для посетителя", noMentions: "Вас никто не упоминал.", noMentionsHint: "Когда коллега напишет @{name} в заметке, это появится здесь.", mentionBy: "{name} упоминает вас",
};
const ALL = { en, de, es, "pt-BR": ptBR, ru };
export const composingWords = (): ComposingStrings => ALL[lang.value];
