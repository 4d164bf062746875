// The words of the lines and cards that tell what happened to a chat; loaded with the first of them.
const en = {
  joined: "{name} joined", released: "{name} passed the chat back to the queue", handedBack: "{name} passed the chat back to the bot",
  agentLost: "{name} lost the connection; somebody else will take over.", reopened: "The chat goes on, and you are in the queue again",
  language: "This chat goes on in {language}",
  endedByYou: "You ended this chat.", endedBy: "{name} ended this chat.", summary: "Summary", rated: "You rated this chat {n} out of 5",
  ticket: "We answer you by e-mail", ticketTo: "To", ticketBy: "At the latest", ticketHint: "You can close this page. What you write here still reaches us.",
  offer: "How would you like to go on?", byMail: "You can close this page; we write to you.", stay: "Your place is kept; a person comes as soon as one is free.",
};
export type LineStrings = typeof en;

const de: LineStrings = {
  joined: "{name} ist jetzt im Chat", released: "{name} hat den Chat in die Warteschlange zurückgegeben",
  handedBack: "{name} hat den Chat an den Bot zurückgegeben", agentLost: "{name} hat die Verbindung verloren; jemand anders übernimmt.",
  reopened: "Der Chat geht weiter, und Sie sind wieder in der Warteschlange", language: "Dieser Chat geht weiter auf: {language}",
  endedByYou: "Sie haben den Chat beendet.", endedBy: "{name} hat den Chat beendet.", summary: "Zusammenfassung",
  rated: "Sie haben den Chat mit {n} von 5 bewertet",
  ticket: "Wir antworten Ihnen per E-Mail", ticketTo: "An", ticketBy: "Spätestens",
  ticketHint: "Sie können diese Seite schließen. Was Sie hier schreiben, erreicht uns weiterhin.",
  offer: "Wie möchten Sie weitermachen?", byMail: "Sie können diese Seite schließen; wir schreiben Ihnen.",
  stay: "Ihr Platz bleibt erhalten; sobald jemand frei ist, geht es weiter.",
};
const es: LineStrings = {
  joined: "{name} se ha unido al chat", released: "{name} ha devuelto el chat a la cola", handedBack: "{name} ha devuelto el chat al bot",
  agentLost: "{name} ha perdido la conexión; otra persona le atenderá.", reopened: "El chat continúa y usted está de nuevo en la cola",
  language: "Este chat continúa en: {language}",
  endedByYou: "Usted ha terminado este chat.", endedBy: "{name} ha terminado este chat.", summary: "Resumen", rated: "Ha valorado este chat con {n} de 5",
  ticket: "Le respondemos por correo", ticketTo: "A", ticketBy: "A más tardar",
  ticketHint: "Puede cerrar esta página. Lo que escriba aquí nos sigue llegando.",
  offer: "¿Cómo quiere continuar?", byMail: "Puede cerrar esta página; le escribiremos.", stay: "Su lugar queda guardado; le atenderá la primera persona libre.",
};
const ptBR: LineStrings = {
  joined: "{name} entrou no chat", released: "{name} devolveu o chat à fila", handedBack: "{name} devolveu o chat ao robô",
  agentLost: "{name} perdeu a conexão; outra pessoa vai continuar.", reopened: "O chat continua, e você está na fila de novo",
  language: "Este chat continua em: {language}",
  endedByYou: "Você encerrou este chat.", endedBy: "{name} encerrou este chat.", summary: "Resumo", rated: "Você avaliou este chat com {n} de 5",
  ticket: "Respondemos por e-mail", ticketTo: "Para", ticketBy: "No mais tardar",
  ticketHint: "Você pode fechar esta página. O que escrever aqui continua chegando até nós.",
  offer: "Como você quer continuar?", byMail: "Você pode fechar esta página; nós escrevemos para você.",
  stay: "O seu lugar fica guardado; a primeira pessoa livre atende você.",
};
const ru: LineStrings = {
  joined: "{name} теперь в чате", released: "{name} возвращает чат в очередь", handedBack: "{name} возвращает чат боту",
  agentLost: "{name}: пропала связь; вами займётся другой.", reopened: "Чат продолжается, вы снова в очереди",
  language: "Язык этого чата теперь: {language}",
  endedByYou: "Вы завершили чат.", endedBy: "Чат завершён. Вам отвечал сотрудник: {name}.", summary: "Итог", rated: "Ваша оценка чата: {n} из 5",
  ticket: "Мы ответим вам по почте", ticketTo: "Куда", ticketBy: "Не позднее",
  ticketHint: "Эту страницу можно закрыть. То, что вы напишете здесь, мы всё равно получим.",
  offer: "Как вам удобнее продолжить?", byMail: "Эту страницу можно закрыть: мы напишем вам.", stay: "Ваше место сохранится; ответит первый, кто освободится.",
};

const ALL: Record<string, LineStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const lineStrings = (lang: string): LineStrings => ALL[lang] ?? en;
