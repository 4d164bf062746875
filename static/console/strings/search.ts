// The words of the search page; loaded with it.
const en = {
  field: "Search chats", placeholder: "Words, name, e-mail or ChatID", filters: "Filters", any: "any", clear: "Clear", time: "Time",
  week: "last 7 days", month: "last 30 days", year: "last year", assigned: "With an agent",
  count: "Chats found: {count}", nothing: "Nothing was found", nothingHint: "Try fewer or shorter words: the beginning of a word is enough. Without filters more is found.",
  failed: "The search did not answer.", partial: "There may be more in older chats.", older: "Search older chats",
  inChat: "{count} places in this chat", nearId: "Similar ChatID",
  hintsTitle: "What you can type", hintsLead: "All words must stand in one message or note. The beginning of a word is enough, capitals and accents do not matter.",
  hintExact: "exactly these words, also numbers and e-mail addresses", hintWithout: "without this word", hintFrom: "who said it: a name, visitor, agent, note or bot",
  hintLang: "in this language", hintTag: "with this tag", hintRating: "rated worse than 3", hintBefore: "before this day; after: works too",
};
export type SearchStrings = typeof en;

const de: SearchStrings = {
  field: "Chats durchsuchen", placeholder: "Wörter, Name, E-Mail oder ChatID", filters: "Filter", any: "alle", clear: "Leeren", time: "Zeit",
  week: "letzte 7 Tage", month: "letzte 30 Tage", year: "letztes Jahr", assigned: "Bei einem Agenten",
  count: "Gefundene Chats: {count}", nothing: "Nichts gefunden", nothingHint: "Versuchen Sie es mit weniger oder kürzeren Wörtern: Der Wortanfang genügt. Ohne Filter wird mehr gefunden.",
  failed: "Die Suche hat nicht geantwortet.", partial: "In älteren Chats kann noch mehr stehen.", older: "Ältere Chats durchsuchen",
  inChat: "{count} Stellen in diesem Chat", nearId: "Ähnliche ChatID",
  hintsTitle: "Was Sie eingeben können", hintsLead: "Alle Wörter müssen in einer Nachricht oder Notiz stehen. Der Wortanfang genügt; Großschreibung und Akzente sind gleich.",
  hintExact: "genau diese Wörter, auch Nummern und E-Mail-Adressen", hintWithout: "ohne dieses Wort", hintFrom: "wer es gesagt hat: ein Name, visitor, agent, note oder bot",
  hintLang: "in dieser Sprache", hintTag: "mit diesem Schlagwort", hintRating: "schlechter als 3 bewertet", hintBefore: "vor diesem Tag; auch after: geht",
};
const es: SearchStrings = {
  field: "Buscar en los chats", placeholder: "Palabras, nombre, correo o ChatID", filters: "Filtros", any: "todos", clear: "Borrar", time: "Fecha",
  week: "últimos 7 días", month: "últimos 30 días", year: "último año", assigned: "Con un agente",
  count: "Chats encontrados: {count}", nothing: "No se ha encontrado nada", nothingHint: "Pruebe con menos palabras o más cortas: basta el comienzo. Sin filtros se encuentra más.",
  failed: "La búsqueda no ha respondido.", partial: "Puede haber más en chats anteriores.", older: "Buscar en chats anteriores",
  inChat: "{count} lugares en este chat", nearId: "ChatID parecido",
  hintsTitle: "Qué puede escribir", hintsLead: "Todas las palabras deben estar en un mismo mensaje o nota. Basta el comienzo; las mayúsculas y los acentos no importan.",
  hintExact: "exactamente estas palabras, también números y correos", hintWithout: "sin esta palabra", hintFrom: "quién lo dijo: un nombre, visitor, agent, note o bot",
  hintLang: "en este idioma", hintTag: "con esta etiqueta", hintRating: "valorado con menos de 3", hintBefore: "antes de este día; también vale after:",
};
const ptBR: SearchStrings = {
  field: "Buscar nos chats", placeholder: "Palavras, nome, e-mail ou ChatID", filters: "Filtros", any: "todos", clear: "Limpar", time: "Data",
  week: "últimos 7 dias", month: "últimos 30 dias", year: "último ano", assigned: "Com um agente",
  count: "Chats encontrados: {count}", nothing: "Nada foi encontrado", nothingHint: "Tente menos palavras ou mais curtas: o começo basta. Sem filtros, mais é encontrado.",
  failed: "A busca não respondeu.", partial: "Pode haver mais em chats mais antigos.", older: "Buscar em chats mais antigos",
  inChat: "{count} trechos neste chat", nearId: "ChatID parecido",
  hintsTitle: "O que você pode digitar", hintsLead: "Todas as palavras devem estar na mesma mensagem ou nota. O começo da palavra basta; maiúsculas e acentos não importam.",
  hintExact: "exatamente estas palavras, também números e e-mails", hintWithout: "sem esta palavra", hintFrom: "quem disse: um nome, visitor, agent, note ou bot",
  hintLang: "neste idioma", hintTag: "com esta etiqueta", hintRating: "avaliado com menos de 3", hintBefore: "antes deste dia; after: também vale",
};
const ru: SearchStrings = {
  field: "Поиск по чатам", placeholder: "Слова, имя, почта или ChatID", filters: "Фильтры", any: "все", clear: "Очистить", time: "Время",
  week: "последние 7 дней", month: "последние 30 дней", year: "последний год", assigned: "У оператора",
  count: "Найдено чатов: {count}", nothing: "Ничего не найдено", nothingHint: "Попробуйте меньше слов или короче: достаточно начала слова. Без фильтров найдётся больше.",
  failed: "Поиск не ответил.", partial: "В более старых чатах может быть ещё.", older: "Искать в более старых чатах",
  inChat: "Мест в этом чате: {count}", nearId: "Похожий ChatID",
  hintsTitle: "Что можно написать", hintsLead: "Все слова должны быть в одном сообщении или заметке. Достаточно начала слова; заглавные буквы, ё и е не различаются.",
  hintExact: "именно эти слова, в том числе номера и адреса почты", hintWithout: "без этого слова", hintFrom: "кто сказал: имя, visitor, agent, note или bot",
  hintLang: "на этом языке", hintTag: "с этой меткой", hintRating: "с оценкой ниже 3", hintBefore: "до этого дня; есть и after:",
};

const ALL: Record<string, SearchStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const searchStrings = (lang: string): SearchStrings => ALL[lang] ?? en;
