// What a closing summary begins with: the matter as the bot has named it, and what the chat's tags have to say. Pure.
// Tags themselves are never in it: agents wrote them for agents. The agent reads and changes it before it is sent.
import { wordedFor } from "./replies";

const WORDS: Record<string, { asked: string; more: string }> = {
  en: { asked: "Your request: {title}.", more: "If anything is still open, write to us again and name your ChatID {chat_id}." },
  de: { asked: "Ihr Anliegen: {title}.", more: "Falls noch etwas offen ist, schreiben Sie uns wieder und nennen Sie Ihre ChatID {chat_id}." },
  es: { asked: "Su consulta: {title}.", more: "Si queda algo pendiente, escríbanos de nuevo e indique su ChatID {chat_id}." },
  pt: { asked: "Seu assunto: {title}.", more: "Se ainda houver algo em aberto, escreva de novo e informe seu ChatID {chat_id}." },
  ru: { asked: "Ваш вопрос: {title}.", more: "Если что-то осталось нерешённым, напишите нам снова и назовите ваш ChatID {chat_id}." },
};

export interface Matter { chatId: string; lang: string; title: string | null; tags: readonly string[] }
export interface KnownTag { name: string; texts: Record<string, string> }

/** Empty when there is nothing to say yet: no words are better than words about nothing. */
export function summaryOf({ chatId, lang, title, tags }: Matter, known: readonly KnownTag[]): string {
  const base = lang.toLowerCase().split("-")[0] ?? "";
  const words = WORDS[base];
  const said = tags.flatMap((name) => {
    const texts = known.find((tag) => tag.name === name)?.texts ?? {};
    const worded = wordedFor(texts, lang);
    // What is said to a visitor is said in their language, or not at all.
    return worded.lang.toLowerCase().split("-")[0] === base && worded.text ? [worded.text] : [];
  });
  const asked = title && words ? [words.asked.replace("{title}", () => title.replace(/[.?!…]+$/, ""))] : [];
  const lines = [...asked, ...said];
  return lines.length ? [...lines, ...(words ? [words.more.replace("{chat_id}", () => chatId)] : [])].join("\n") : "";
}
