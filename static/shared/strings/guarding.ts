// The words that ask before a secret is sent; loaded with what looks for secrets.
const en = {
  card: "This looks like a card number. We never need it.", key: "This looks like a secret key. We never need it.",
  password: "This looks like a password. We never ask for it.",
  masked: "Send without it", edit: "Change the text", anyway: "It is not a secret: send as it is",
};
export type GuardStrings = typeof en;

const de: GuardStrings = {
  card: "Das sieht nach einer Kartennummer aus. Wir brauchen sie nie.", key: "Das sieht nach einem geheimen Schlüssel aus. Wir brauchen ihn nie.",
  password: "Das sieht nach einem Passwort aus. Wir fragen nie danach.",
  masked: "Ohne das senden", edit: "Text ändern", anyway: "Es ist nicht geheim: so senden",
};
const es: GuardStrings = {
  card: "Parece un número de tarjeta. Nunca lo necesitamos.", key: "Parece una clave secreta. Nunca la necesitamos.",
  password: "Parece una contraseña. Nunca la pedimos.",
  masked: "Enviar sin ese dato", edit: "Cambiar el texto", anyway: "No es secreto: enviar tal cual",
};
const ptBR: GuardStrings = {
  card: "Parece um número de cartão. Nunca precisamos dele.", key: "Parece uma chave secreta. Nunca precisamos dela.",
  password: "Parece uma senha. Nunca pedimos senhas.",
  masked: "Enviar sem esse dado", edit: "Alterar o texto", anyway: "Não é segredo: enviar assim",
};
const ru: GuardStrings = {
  card: "Это похоже на номер карты. Он нам никогда не нужен.", key: "Это похоже на секретный ключ. Он нам никогда не нужен.",
  password: "Это похоже на пароль. Мы никогда его не спрашиваем.",
  masked: "Отправить без него", edit: "Изменить текст", anyway: "Это не секрет: отправить как есть",
};

const ALL: Record<string, GuardStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const guardStrings = (lang: string): GuardStrings => ALL[lang] ?? en;
