// The words of the history: what happened to a chat's promises, and who was told.
import { lang } from "./index";

const en = {
  started: "{promise}: promised by {time}", paused: "{promise}: paused", resumed: "{promise}: goes on, promised by {time}", warned: "{promise}: about to break, due {time}",
  breached: "{promise}: promise broken, it was due {time}", escalated: "{promise}: still not kept", recomputed: "{promise}: now promised by {time}", met: "{promise}: done", cancelled: "{promise}: no longer promised",
  told: "told: {who}", visitor: "visitor", agents: "agents", backup: "stand-ins", lead: "lead", supervisors: "supervisors", on_call: "on-call",
};
const de: typeof en = {
  started: "{promise}: zugesagt bis {time}", paused: "{promise}: angehalten", resumed: "{promise}: läuft weiter, zugesagt bis {time}", warned: "{promise}: bald gebrochen, fällig {time}",
  breached: "{promise}: Zusage gebrochen, fällig war sie {time}", escalated: "{promise}: immer noch offen", recomputed: "{promise}: jetzt zugesagt bis {time}", met: "{promise}: erledigt", cancelled: "{promise}: nicht mehr zugesagt",
  told: "benachrichtigt: {who}", visitor: "Besucher", agents: "Agenten", backup: "Vertretung", lead: "Teamleitung", supervisors: "Leitung", on_call: "Bereitschaft",
};
const es: typeof en = {
  started: "{promise}: prometido para {time}", paused: "{promise}: en pausa", resumed: "{promise}: continúa, prometido para {time}", warned: "{promise}: a punto de incumplirse, vence {time}",
  breached: "{promise}: promesa incumplida, vencía {time}", escalated: "{promise}: sigue sin cumplirse", recomputed: "{promise}: ahora prometido para {time}", met: "{promise}: hecho", cancelled: "{promise}: ya no se promete",
  told: "avisados: {who}", visitor: "visitante", agents: "agentes", backup: "suplentes", lead: "jefe de equipo", supervisors: "supervisores", on_call: "guardia",
};
const ptBR: typeof en = {
  started: "{promise}: prometido para {time}", paused: "{promise}: em pausa", resumed: "{promise}: continua, prometido para {time}", warned: "{promise}: prestes a ser quebrada, vence {time}",
  breached: "{promise}: promessa quebrada, vencia {time}", escalated: "{promise}: ainda não cumprida", recomputed: "{promise}: agora prometido para {time}", met: "{promise}: feito", cancelled: "{promise}: não é mais prometido",
  told: "avisados: {who}", visitor: "visitante", agents: "agentes", backup: "substitutos", lead: "líder", supervisors: "supervisores", on_call: "plantão",
};
const ru: typeof en = {
  started: "{promise}: обещано до {time}", paused: "{promise}: на паузе", resumed: "{promise}: продолжается, обещано до {time}", warned: "{promise}: срок подходит, до {time}",
  breached: "{promise}: обещание нарушено, срок был {time}", escalated: "{promise}: всё ещё не выполнено", recomputed: "{promise}: теперь обещано до {time}", met: "{promise}: выполнено", cancelled: "{promise}: больше не обещано",
  told: "оповещены: {who}", visitor: "посетитель", agents: "операторы", backup: "замена", lead: "руководитель команды", supervisors: "руководители", on_call: "дежурный",
};

const ALL: Record<string, typeof en> = { en, de, es, "pt-BR": ptBR, ru };
export const historyWords = (): typeof en => ALL[lang.value] ?? en;
