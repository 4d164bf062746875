// The pages beside the chats: one line each. Their code is loaded when one is first looked at.
import type { FunctionComponent } from "preact";
import type { IconName } from "./panes/icons";
import type { Me } from "./api";
import { words } from "./strings";
import { composerWords } from "./strings/composer";

export interface Page {
  name: string;
  icon: IconName;
  title(): string;
  isFor(me: Me): boolean;
  load(): Promise<FunctionComponent>;
}

export const supervises = (me: Me): boolean => me.role === "supervisor" || me.role === "admin";

export const PAGES: readonly Page[] = [
  { name: "mentions", icon: "at", title: () => composerWords().mentions, isFor: () => true, load: async () => (await import("./panes/mentions")).Mentions },
  { name: "search", icon: "search", title: () => words().search, isFor: () => true, load: async () => (await import("./panes/search")).Search },
  { name: "board", icon: "board", title: () => words().board, isFor: supervises, load: async () => (await import("./panes/board")).Board },
  { name: "admin", icon: "admin", title: () => words().administration, isFor: (me) => me.role !== "agent", load: async () => (await import("./panes/admin/page")).Administration },
];

export const pageOf = (name: string | null): Page | undefined => PAGES.find((page) => page.name === name);
