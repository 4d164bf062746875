// The administration: sections by role, each with its code and its data fetched when it is first opened.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import type { Me, Role } from "../../api";
import { useStore } from "../../store";
import { words } from "../../strings";
import { adminWords, type AdminStrings } from "../../strings/admin";

type SectionName = "agents" | "now" | "blocked" | "replies" | "intents" | "policies" | "redaction" | "site" | "audit";
interface Entry { name: SectionName; roles: readonly Role[]; load(): Promise<FunctionComponent> }

const ADMIN: readonly Role[] = ["admin"], SUPERVISOR: readonly Role[] = ["supervisor", "admin"], AUTHOR: readonly Role[] = ["author", "supervisor", "admin"];
// What each role may ask stands in the server's table; here only what they are shown.
const SECTIONS: readonly Entry[] = [
  { name: "agents", roles: ADMIN, load: async () => (await import("./agents")).Agents },
  { name: "now", roles: SUPERVISOR, load: async () => (await import("./now")).Now },
  { name: "blocked", roles: SUPERVISOR, load: async () => (await import("./blocked")).BlockedVisitors },
  { name: "replies", roles: AUTHOR, load: async () => (await import("./replies")).Replies },
  { name: "intents", roles: AUTHOR, load: async () => (await import("./intents")).Intents },
  { name: "policies", roles: SUPERVISOR, load: async () => (await import("./policies")).Policies },
  { name: "redaction", roles: ADMIN, load: async () => (await import("./redaction")).Redaction },
  { name: "site", roles: ADMIN, load: async () => (await import("./site")).Site },
  { name: "audit", roles: ADMIN, load: async () => (await import("./audit")).Audit },
];

// Kept while the console is open, so that whoever looks at a chat in between comes back to the same place.
const chosen = signal<SectionName | null>(null);
const loaded = signal<ReadonlyMap<SectionName, FunctionComponent>>(new Map());
const failed = signal<SectionName | null>(null);

export function Administration() {
  const { me } = useStore();
  const t = adminWords();
  const mine = sectionsOf(me);
  const section = mine.find((one) => one.name === chosen.value) ?? mine[0];
  useEffect(() => { if (section) void load(section); }, [section]);
  if (!section) return null;
  const Shown = loaded.value.get(section.name);
  return (
    <main class="admin" data-testid="admin" aria-label={words().administration}>
      <header class="admin-head"><h2>{words().administration}</h2></header>
      <nav class="admin-nav" aria-label={t.sections}>
        <ul>
          {mine.map((one) => (
            <li key={one.name}>
              <button class="view" aria-current={one === section ? "page" : undefined} data-testid={`admin-${one.name}`} onClick={() => { chosen.value = one.name; }}>
                <span class="word">{t[one.name satisfies keyof AdminStrings]}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div class="admin-body">
        {Shown ? <Shown key={section.name} /> : failed.value === section.name
          ? <p class="admin-fault" role="alert">{t.failed} <button onClick={() => void load(section)}>{words().tryAgain}</button></p>
          : <p class="list-note">{words().loading}</p>}
      </div>
    </main>
  );
}

const sectionsOf = (me: Me): readonly Entry[] => SECTIONS.filter((one) => one.roles.includes(me.role));

async function load(section: Entry): Promise<void> {
  if (loaded.peek().has(section.name)) return;
  failed.value = null;
  try {
    const found = await section.load();
    loaded.value = new Map([...loaded.peek(), [section.name, found]]);
  } catch {
    failed.value = section.name;
  }
}
