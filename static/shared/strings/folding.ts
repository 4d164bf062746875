// The words of long texts and of code; loaded with the first of them.
const en = { all: "Show all", less: "Show less", copy: "Copy" };
type FoldingStrings = typeof en;
const de: FoldingStrings = { all: "Alles zeigen", less: "Weniger zeigen", copy: "Kopieren" };
const es: FoldingStrings = { all: "Mostrar todo", less: "Mostrar menos", copy: "Copiar" };
const ptBR: FoldingStrings = { all: "Mostrar tudo", less: "Mostrar menos", copy: "Copiar" };
const ru: FoldingStrings = { all: "Показать всё", less: "Свернуть", copy: "Копировать" };

const ALL: Record<string, FoldingStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const foldingStrings = (lang: string): FoldingStrings => ALL[lang] ?? en;
