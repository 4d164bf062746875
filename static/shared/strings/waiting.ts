// The words about a place in the queue; loaded when a chat waits.
import type { Plural } from "./index";

export interface WaitingStrings {
  next: string; ahead: Plural; atMost: Plural; minuteOrTwo: string; range: string; sorry: string; opensAt: string; nobody: string;
}

const en: WaitingStrings = {
  next: "You are next in line.",
  ahead: { one: "{n} person is ahead of you.", other: "{n} people are ahead of you." },
  atMost: { one: "Usually less than {n} minute.", other: "Usually less than {n} minutes." },
  minuteOrTwo: "Usually a minute or two.",
  range: "Usually {low} to {high} minutes.",
  sorry: "Sorry, this takes longer than we said.",
  opensAt: "We are there again {time}.",
  nobody: "Nobody is here at the moment. Your place in the queue is kept.",
};
const de: WaitingStrings = {
  next: "Sie sind als Nächstes an der Reihe.",
  ahead: { one: "{n} Person ist vor Ihnen.", other: "{n} Personen sind vor Ihnen." },
  atMost: { one: "Meist weniger als {n} Minute.", other: "Meist weniger als {n} Minuten." },
  minuteOrTwo: "Meist ein bis zwei Minuten.",
  range: "Meist {low} bis {high} Minuten.",
  sorry: "Es dauert leider länger, als wir gesagt haben.",
  opensAt: "Wir sind wieder da: {time}.",
  nobody: "Im Moment ist niemand da. Ihr Platz in der Warteschlange bleibt erhalten.",
};
const es: WaitingStrings = {
  next: "Es la siguiente persona en la cola.",
  ahead: { one: "Hay {n} persona delante de usted.", other: "Hay {n} personas delante de usted." },
  atMost: { one: "Normalmente, menos de {n} minuto.", other: "Normalmente, menos de {n} minutos." },
  minuteOrTwo: "Normalmente, uno o dos minutos.",
  range: "Normalmente, de {low} a {high} minutos.",
  sorry: "Lo sentimos, tarda más de lo que dijimos.",
  opensAt: "Volvemos a estar: {time}.",
  nobody: "En este momento no hay nadie. Conserva su lugar en la cola.",
};
const ptBR: WaitingStrings = {
  next: "Você é a próxima pessoa da fila.",
  ahead: { one: "Há {n} pessoa à sua frente.", other: "Há {n} pessoas à sua frente." },
  atMost: { one: "Em geral, menos de {n} minuto.", other: "Em geral, menos de {n} minutos." },
  minuteOrTwo: "Em geral, um ou dois minutos.",
  range: "Em geral, de {low} a {high} minutos.",
  sorry: "Desculpe, está demorando mais do que dissemos.",
  opensAt: "Voltamos a atender: {time}.",
  nobody: "No momento não há ninguém. Seu lugar na fila está guardado.",
};
const ru: WaitingStrings = {
  next: "Следующая очередь — ваша.",
  ahead: { one: "Перед вами {n} человек.", few: "Перед вами {n} человека.", other: "Перед вами {n} человек." },
  atMost: { one: "Обычно меньше {n} минуты.", few: "Обычно меньше {n} минут.", many: "Обычно меньше {n} минут.", other: "Обычно меньше {n} минуты." },
  minuteOrTwo: "Обычно одна-две минуты.",
  range: "Обычно от {low} до {high} минут.",
  sorry: "Извините, это дольше, чем мы говорили.",
  opensAt: "Мы вернёмся: {time}.",
  nobody: "Сейчас никого нет на месте. Ваше место в очереди сохраняется.",
};

const ALL: Record<string, WaitingStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const waitingStrings = (lang: string): WaitingStrings => ALL[lang] ?? en;
