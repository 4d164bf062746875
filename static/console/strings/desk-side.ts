// The words of the details, the transfer, the palette, the settings and the connection: loaded with the first of them.
import { lang } from "./index";

const en = {
  verifiedBy: "Signed by your website: it is this person.", claimedOnly: "Only claimed: nobody has checked who this is.", detailVerified: "signed", browser: "Browser", plan: "Plan", severity: "Severity", unset: "Not set",
  edit: "Edit", save: "Save", cancel: "Cancel", addDetail: "Add a detail", detailName: "Name of the detail", detailValue: "Value", editHint: "Only agents see this. An empty field removes the detail.",
  previous: "Other chats of this visitor", noPrevious: "This is their first chat.", alike: "Perhaps the same visitor", mergeInto: "Merge into it", mergeTitle: "Merge into {chat}?",
  mergeBody: "This chat is closed as a duplicate, and both histories name the other. It cannot be undone.", merge: "Merge", incident: "Known problem", incidentHint: "The visitor was told of it.",
  toAgent: "Agent", toTeam: "Team", toLanguage: "Language", note: "Note for whoever gets it", noteHint: "Only agents see it.", agentHint: "A press on a name gives them the chat at once.", teamHint: "The chat waits for somebody of this team. The visitor’s wait is counted from the beginning.",
  languageHint: "The chat waits for somebody who speaks this language; the visitor’s chat changes to it.", noTeams: "There are no teams.", there: "{count} there", everybody: "Everybody’s queue", away: "Away", send: "Transfer",
  paletteHint: "Type to find a command, a chat or a colleague", nothing: "Nothing fits.", inChat: "This chat", views: "Views and pages", chats: "Chats", colleagues: "Colleagues", options: "Settings",
  openTheChat: "Open the chat {id}", transferTo: "Transfer to {name}", goAvailable: "Be available", goAway: "Away: {reason}", withDetails: "Show or hide the details", writeReply: "Write a reply", writeNote: "Write a note",
  sound: "Sound when a chat is offered", trySound: "Try it", notice: "Notification of the desktop when a chat is offered and this page is not in front", noticeDenied: "Your browser does not allow notifications from this page. Its settings can.",
  noticeNone: "This browser has no notifications here.", state: "State", latency: "Answers within", unsent: "Not sent yet", lastContact: "Last heard from the server", reconnect: "Reconnect now", never: "Not yet",
};
type Side = typeof en;
const de: Side = {
  verifiedBy: "Von Ihrer Website bestätigt: Es ist diese Person.", claimedOnly: "Nur behauptet: Niemand hat geprüft, wer das ist.", detailVerified: "bestätigt", browser: "Browser", plan: "Tarif", severity: "Schweregrad", unset: "Nicht gesetzt",
  edit: "Bearbeiten", save: "Speichern", cancel: "Abbrechen", addDetail: "Angabe hinzufügen", detailName: "Name der Angabe", detailValue: "Wert", editHint: "Nur Agenten sehen das. Ein leeres Feld entfernt die Angabe.",
  previous: "Andere Chats dieses Besuchers", noPrevious: "Das ist der erste Chat.", alike: "Vielleicht derselbe Besucher", mergeInto: "Zusammenlegen", mergeTitle: "Mit {chat} zusammenlegen?",
  mergeBody: "Dieser Chat wird als Duplikat geschlossen, und beide Verläufe nennen den anderen. Das lässt sich nicht rückgängig machen.", merge: "Zusammenlegen", incident: "Bekanntes Problem", incidentHint: "Der Besucher wurde darauf hingewiesen.",
  toAgent: "Agent", toTeam: "Team", toLanguage: "Sprache", note: "Notiz für den nächsten", noteHint: "Nur Agenten sehen sie.", agentHint: "Ein Klick auf einen Namen gibt den Chat sofort weiter.", teamHint: "Der Chat wartet auf jemanden aus diesem Team. Die Wartezeit zählt von Anfang an.",
  languageHint: "Der Chat wartet auf jemanden, der diese Sprache spricht; der Chat des Besuchers wechselt zu ihr.", noTeams: "Es gibt keine Teams.", there: "{count} da", everybody: "Warteschlange für alle", away: "Abwesend", send: "Weitergeben",
  paletteHint: "Befehl, Chat oder Kollegen suchen", nothing: "Nichts passt.", inChat: "Dieser Chat", views: "Ansichten und Seiten", chats: "Chats", colleagues: "Kollegen", options: "Einstellungen",
  openTheChat: "Chat {id} öffnen", transferTo: "An {name} weitergeben", goAvailable: "Verfügbar sein", goAway: "Abwesend: {reason}", withDetails: "Details zeigen oder ausblenden", writeReply: "Antwort schreiben", writeNote: "Notiz schreiben",
  sound: "Ton, wenn ein Chat angeboten wird", trySound: "Anhören", notice: "Hinweis auf dem Desktop, wenn ein Chat angeboten wird und diese Seite nicht vorn ist", noticeDenied: "Ihr Browser erlaubt dieser Seite keine Hinweise. In seinen Einstellungen lässt sich das ändern.",
  noticeNone: "Dieser Browser hat hier keine Hinweise.", state: "Zustand", latency: "Antwortet in", unsent: "Noch nicht gesendet", lastContact: "Zuletzt vom Server gehört", reconnect: "Jetzt neu verbinden", never: "Noch nie",
};
const es: Side = {
  verifiedBy: "Firmado por su sitio web: es esta persona.", claimedOnly: "Solo declarado: nadie ha comprobado quién es.", detailVerified: "firmado", browser: "Navegador", plan: "Plan", severity: "Gravedad", unset: "Sin definir",
  edit: "Editar", save: "Guardar", cancel: "Cancelar", addDetail: "Añadir un dato", detailName: "Nombre del dato", detailValue: "Valor", editHint: "Solo lo ven los agentes. Un campo vacío quita el dato.",
  previous: "Otros chats de este visitante", noPrevious: "Es su primer chat.", alike: "Quizá el mismo visitante", mergeInto: "Unir a este", mergeTitle: "¿Unir a {chat}?",
  mergeBody: "Este chat se cierra como duplicado y ambos historiales nombran al otro. No se puede deshacer.", merge: "Unir", incident: "Problema conocido", incidentHint: "Se informó al visitante.",
  toAgent: "Agente", toTeam: "Equipo", toLanguage: "Idioma", note: "Nota para quien lo reciba", noteHint: "Solo la ven los agentes.", agentHint: "Al pulsar un nombre, esa persona recibe el chat enseguida.", teamHint: "El chat espera a alguien de este equipo. La espera del visitante cuenta desde el principio.",
  languageHint: "El chat espera a alguien que hable este idioma; el chat del visitante cambia a él.", noTeams: "No hay equipos.", there: "{count} presentes", everybody: "Cola de todos", away: "Ausente", send: "Transferir",
  paletteHint: "Busque un comando, un chat o un compañero", nothing: "Nada coincide.", inChat: "Este chat", views: "Vistas y páginas", chats: "Chats", colleagues: "Compañeros", options: "Ajustes",
  openTheChat: "Abrir el chat {id}", transferTo: "Transferir a {name}", goAvailable: "Estar disponible", goAway: "Ausente: {reason}", withDetails: "Mostrar u ocultar los detalles", writeReply: "Escribir una respuesta", writeNote: "Escribir una nota",
  sound: "Sonido cuando se ofrece un chat", trySound: "Probar", notice: "Notificación de escritorio cuando se ofrece un chat y esta página no está delante", noticeDenied: "Su navegador no permite notificaciones de esta página. Puede cambiarlo en sus ajustes.",
  noticeNone: "Este navegador no tiene notificaciones aquí.", state: "Estado", latency: "Responde en", unsent: "Sin enviar", lastContact: "Última señal del servidor", reconnect: "Reconectar ahora", never: "Todavía no",
};
const ptBR: Side = {
  verifiedBy: "Assinado pelo seu site: é esta pessoa.", claimedOnly: "Apenas declarado: ninguém verificou quem é.", detailVerified: "assinado", browser: "Navegador", plan: "Plano", severity: "Gravidade", unset: "Não definida",
  edit: "Editar", save: "Salvar", cancel: "Cancelar", addDetail: "Adicionar um dado", detailName: "Nome do dado", detailValue: "Valor", editHint: "Só os agentes veem. Um campo vazio remove o dado.",
  previous: "Outros chats deste visitante", noPrevious: "É o primeiro chat dele.", alike: "Talvez o mesmo visitante", mergeInto: "Unir a este", mergeTitle: "Unir a {chat}?",
  mergeBody: "Este chat é encerrado como duplicado e os dois históricos citam o outro. Não é possível desfazer.", merge: "Unir", incident: "Problema conhecido", incidentHint: "O visitante foi avisado.",
  toAgent: "Agente", toTeam: "Equipe", toLanguage: "Idioma", note: "Nota para quem receber", noteHint: "Só os agentes veem.", agentHint: "Ao clicar em um nome, a pessoa recebe o chat na hora.", teamHint: "O chat espera por alguém desta equipe. A espera do visitante conta desde o início.",
  languageHint: "O chat espera por alguém que fale este idioma; o chat do visitante muda para ele.", noTeams: "Não há equipes.", there: "{count} presentes", everybody: "Fila de todos", away: "Ausente", send: "Transferir",
  paletteHint: "Procure um comando, um chat ou um colega", nothing: "Nada encontrado.", inChat: "Este chat", views: "Visões e páginas", chats: "Chats", colleagues: "Colegas", options: "Configurações",
  openTheChat: "Abrir o chat {id}", transferTo: "Transferir para {name}", goAvailable: "Ficar disponível", goAway: "Ausente: {reason}", withDetails: "Mostrar ou ocultar os detalhes", writeReply: "Escrever uma resposta", writeNote: "Escrever uma nota",
  sound: "Som quando um chat é oferecido", trySound: "Testar", notice: "Notificação na área de trabalho quando um chat é oferecido e esta página não está à frente", noticeDenied: "Seu navegador não permite notificações desta página. Você pode mudar isso nas configurações dele.",
  noticeNone: "Este navegador não tem notificações aqui.", state: "Estado", latency: "Responde em", unsent: "Não enviado", lastContact: "Último sinal do servidor", reconnect: "Reconectar agora", never: "Ainda não",
};
const ru: Side = {
  verifiedBy: "Подтверждено вашим сайтом: это именно этот человек.", claimedOnly: "Только со слов: никто не проверял, кто это.", detailVerified: "подтверждено", browser: "Браузер", plan: "Тариф", severity: "Срочность", unset: "Не задана",
  edit: "Изменить", save: "Сохранить", cancel: "Отмена", addDetail: "Добавить сведение", detailName: "Название сведения", detailValue: "Значение", editHint: "Это видят только операторы. Пустое поле удаляет сведение.",
  previous: "Другие чаты этого посетителя", noPrevious: "Это первый чат.", alike: "Возможно, тот же посетитель", mergeInto: "Объединить", mergeTitle: "Объединить с {chat}?",
  mergeBody: "Этот чат будет закрыт как повторный, в обеих историях появится ссылка на другой. Отменить это нельзя.", merge: "Объединить", incident: "Известная проблема", incidentHint: "Посетителю о ней сказали.",
  toAgent: "Оператор", toTeam: "Команда", toLanguage: "Язык", note: "Заметка для того, кто примет", noteHint: "Её видят только операторы.", agentHint: "Нажатие на имя сразу передаёт чат.", teamHint: "Чат ждёт кого-нибудь из этой команды. Ожидание посетителя считается с самого начала.",
  languageHint: "Чат ждёт того, кто говорит на этом языке; чат посетителя переходит на него.", noTeams: "Команд нет.", there: "на месте: {count}", everybody: "Общая очередь", away: "Нет на месте", send: "Передать",
  paletteHint: "Найдите команду, чат или коллегу", nothing: "Ничего не подходит.", inChat: "Этот чат", views: "Списки и страницы", chats: "Чаты", colleagues: "Коллеги", options: "Настройки",
  openTheChat: "Открыть чат {id}", transferTo: "Передать: {name}", goAvailable: "Я на месте", goAway: "Нет на месте: {reason}", withDetails: "Показать или скрыть сведения", writeReply: "Написать ответ", writeNote: "Написать заметку",
  sound: "Звук, когда предлагают чат", trySound: "Послушать", notice: "Уведомление на рабочем столе, когда предлагают чат, а эта страница не впереди", noticeDenied: "Браузер не разрешает уведомления этой странице. Это можно изменить в его настройках.",
  noticeNone: "В этом браузере здесь нет уведомлений.", state: "Состояние", latency: "Отвечает за", unsent: "Не отправлено", lastContact: "Последний ответ сервера", reconnect: "Подключиться сейчас", never: "Ещё не было",
};

const ALL: Record<string, Side> = { en, de, es, "pt-BR": ptBR, ru };
export const sideWords = (): Side => ALL[lang.value] ?? en;
