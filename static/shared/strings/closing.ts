// The words at the end of a chat; loaded with its rating.
const en = {
  ask: "How was this chat?", worst: "Very bad", best: "Very good", comment: "Anything to add? (optional)",
  send: "Send rating", thanks: "Thank you for your rating.", another: "Start a new chat",
};
type ClosingStrings = typeof en;

const de: ClosingStrings = {
  ask: "Wie war dieser Chat?", worst: "Sehr schlecht", best: "Sehr gut", comment: "Möchten Sie etwas hinzufügen? (optional)",
  send: "Bewertung senden", thanks: "Danke für Ihre Bewertung.", another: "Neuen Chat beginnen",
};
const es: ClosingStrings = {
  ask: "¿Qué le ha parecido este chat?", worst: "Muy malo", best: "Muy bueno", comment: "¿Desea añadir algo? (opcional)",
  send: "Enviar valoración", thanks: "Gracias por su valoración.", another: "Empezar un chat nuevo",
};
const ptBR: ClosingStrings = {
  ask: "Como foi este chat?", worst: "Muito ruim", best: "Muito bom", comment: "Quer acrescentar algo? (opcional)",
  send: "Enviar avaliação", thanks: "Obrigado pela sua avaliação.", another: "Iniciar um novo chat",
};
const ru: ClosingStrings = {
  ask: "Как вы оцениваете этот чат?", worst: "Очень плохо", best: "Отлично", comment: "Хотите что-нибудь добавить? (необязательно)",
  send: "Отправить оценку", thanks: "Спасибо за вашу оценку.", another: "Начать новый чат",
};

const ALL: Record<string, ClosingStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const closingStrings = (lang: string): ClosingStrings => ALL[lang] ?? en;
