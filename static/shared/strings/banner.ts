// The words around known problems; what the problems are, the operator says.
const en = { title: "We know of a problem", several: "We know of problems", hide: "Hide this notice" };
type BannerStrings = typeof en;
const de: BannerStrings = { title: "Uns ist eine Störung bekannt", several: "Uns sind Störungen bekannt", hide: "Hinweis ausblenden" };
const es: BannerStrings = { title: "Conocemos un problema", several: "Conocemos varios problemas", hide: "Ocultar este aviso" };
const ptBR: BannerStrings = { title: "Sabemos de um problema", several: "Sabemos de alguns problemas", hide: "Ocultar este aviso" };
const ru: BannerStrings = { title: "Мы знаем о неполадке", several: "Мы знаем о неполадках", hide: "Скрыть это сообщение" };

const ALL: Record<string, BannerStrings> = { en, de, es, "pt-BR": ptBR, ru };
export const bannerStrings = (lang: string): BannerStrings => ALL[lang] ?? en;
