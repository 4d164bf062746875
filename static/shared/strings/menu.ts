// The words of the menu and of what it opens: earlier chats, the transcript to keep, the sound.
const en = {
  earlier: "Previous chats", asText: "Save transcript (text)", asPage: "Save transcript (web page)", byMail: "Send transcript by e-mail", sound: "Sound for new messages",
  back: "Back to the chat", none: "There are no previous chats.", more: "Show more", nothing: "Nothing was written", loading: "Loading…",
  readOnly: "You are reading a previous chat.", goOn: "Go on with this chat",
  bot: "With the bot", queued: "In the queue", assigned: "Under way", ticket: "By e-mail", closed: "Ended",
  address: "E-mail address", wrongAddress: "Please check the address. An example: anna@example.com", often: "That was sent often enough for now. Please try again later.", send: "Send", cancel: "Cancel",
  sent: "The transcript is on its way to {address}.", saved: "The transcript was saved.", news: "New messages in your chat: {n}",
};
export type MenuStrings = typeof en;

const de: MenuStrings = {
  earlier: "Frühere Chats", asText: "Verlauf speichern (Text)", asPage: "Verlauf speichern (Webseite)", byMail: "Verlauf per E-Mail senden", sound: "Ton bei neuen Nachrichten",
  back: "Zurück zum Chat", none: "Es gibt keine früheren Chats.", more: "Mehr zeigen", nothing: "Nichts geschrieben", loading: "Wird geladen …",
  readOnly: "Sie lesen einen früheren Chat.", goOn: "Mit diesem Chat weitermachen",
  bot: "Mit dem Bot", queued: "In der Warteschlange", assigned: "Im Gange", ticket: "Per E-Mail", closed: "Beendet",
  address: "E-Mail-Adresse", wrongAddress: "Bitte prüfen Sie die Adresse. Ein Beispiel: anna@example.com", often: "Das wurde vorerst oft genug gesendet. Bitte versuchen Sie es später noch einmal.", send: "Senden", cancel: "Abbrechen",
  sent: "Der Verlauf ist unterwegs an {address}.", saved: "Der Verlauf wurde gespeichert.", news: "Neue Nachrichten in Ihrem Chat: {n}",
};
const es: MenuStrings = {
  earlier: "Chats anteriores", asText: "Guardar la conversación (texto)", asPage: "Guardar la conversación (página web)", byMail: "Enviar la conversación por correo", sound: "Sonido con mensajes nuevos",
  back: "Volver al chat", none: "No hay chats anteriores.", more: "Mostrar más", nothing: "Nada escrito", loading: "Cargando…",
  readOnly: "Está leyendo un chat anterior.", goOn: "Continuar este chat",
  bot: "Con el bot", queued: "En la cola", assigned: "En curso", ticket: "Por correo", closed: "Terminado",
  address: "Correo electrónico", wrongAddress: "Revise la dirección, por favor. Un ejemplo: anna@example.com", often: "Por ahora ya se ha enviado suficientes veces. Inténtelo más tarde, por favor.", send: "Enviar", cancel: "Cancelar",
  sent: "La conversación va en camino a {address}.", saved: "La conversación se ha guardado.", news: "Mensajes nuevos en su chat: {n}",
};
const ptBR: MenuStrings = {
  earlier: "Chats anteriores", asText: "Salvar a conversa (texto)", asPage: "Salvar a conversa (página da web)", byMail: "Enviar a conversa por e-mail", sound: "Som para novas mensagens",
  back: "Voltar ao chat", none: "Não há chats anteriores.", more: "Mostrar mais", nothing: "Nada escrito", loading: "Carregando…",
  readOnly: "Você está lendo um chat anterior.", goOn: "Continuar este chat",
  bot: "Com o robô", queued: "Na fila", assigned: "Em andamento", ticket: "Por e-mail", closed: "Encerrado",
  address: "E-mail", wrongAddress: "Confira o endereço, por favor. Um exemplo: anna@example.com", often: "Por enquanto, já foi enviada vezes suficientes. Tente mais tarde, por favor.", send: "Enviar", cancel: "Cancelar",
  sent: "A conversa está a caminho de {address}.", saved: "A conversa foi salva.", news: "Novas mensagens no seu chat: {n}",
};
const ru: MenuStrings = {
  earlier: "Прошлые чаты", asText: "Сохранить переписку (текст)", asPage: "Сохранить переписку (веб-страница)", byMail: "Отправить переписку по почте", sound: "Звук при новых сообщениях",
  back: "Вернуться в чат", none: "Прошлых чатов нет.", more: "Показать ещё", nothing: "Ничего не написано", loading: "Загружается…",
  readOnly: "Вы читаете прошлый чат.", goOn: "Продолжить этот чат",
  bot: "С ботом", queued: "В очереди", assigned: "Идёт", ticket: "По почте", closed: "Завершён",
  address: "Адрес почты", wrongAddress: "Проверьте, пожалуйста, адрес. Пример: anna@example.com", often: "Пока этого достаточно. Пожалуйста, попробуйте позже.", send: "Отправить", cancel: "Отмена",
  sent: "Переписка отправлена на {address}.", saved: "Переписка сохранена.", news: "Новых сообщений в вашем чате: {n}",
};

const ALL: Record<string, MenuStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const menuStrings = (lang: string): MenuStrings => ALL[lang] ?? en;
