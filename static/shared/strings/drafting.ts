// The words that tell a visitor that agents see what is being written; loaded with what shows it.
const en = { shown: "Our agents can see what you write before you send it." };
export type DraftStrings = typeof en;

const de: DraftStrings = { shown: "Unsere Mitarbeitenden sehen schon, was Sie schreiben, bevor Sie es senden." };
const es: DraftStrings = { shown: "Nuestros agentes ven lo que escribe antes de que lo envíe." };
const ptBR: DraftStrings = { shown: "Nossos atendentes veem o que você escreve antes do envio." };
const ru: DraftStrings = { shown: "Наши сотрудники видят то, что вы пишете, ещё до отправки." };

const ALL: Record<string, DraftStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const draftStrings = (lang: string): DraftStrings => ALL[lang] ?? en;
