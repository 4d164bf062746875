// The website: what the settings say, and the line to put into its pages.
import type { Counted, SiteAck } from "../../../shared/protocol";
import { languageName } from "../../format";
import { fill } from "../../strings";
import { adminWords } from "../../strings/admin";
import { siteWords } from "../../strings/admin-site";
import { CopyLine, Panel, Section, Table, useAsked } from "./parts";

export function Site() {
  const { answer, fault, again } = useAsked("get_site", {});
  const t = siteWords();
  return (
    <Section title={adminWords().site} hint={answer ? fill(t.siteHint, { file: answer.settings_file }) : ""} fault={fault} isLoading={!answer} onAgain={() => void again()}>
      {answer && <Shown site={answer} />}
    </Section>
  );
}

function Shown({ site }: { site: SiteAck }) {
  const t = siteWords(), url = site.public_url || location.origin;
  const wanted = [...site.origins, "https://shop.example.com"].filter((one, at, all) => all.indexOf(one) === at);
  return (
    <>
      <Panel title={site.brand}>
        <dl class="site-facts">
          <div><dt>{t.address}</dt><dd>{url}</dd></div>
          <div><dt>{t.botLanguages}</dt><dd>{site.bot_languages.map(languageName).join(", ")}</dd></div>
          <div><dt>{adminWords().cap}</dt><dd>{site.agent_cap}</dd></div>
        </dl>
      </Panel>
      <Panel title={t.embed}>
        <CopyLine name="embed" text={`<script async src="${url}/widget.js"></script>`} label={t.embed} copyWord={t.copy} copiedWord={t.copied} />
        <p class="faint">{t.embedHint}</p>
      </Panel>
      <Panel title={t.origins}>
        {site.origins.length === 0 ? <p>{t.noOrigins}</p> : <ul class="admin-list">{site.origins.map((one) => <li key={one} data-testid="admin-origin"><code>{one}</code></li>)}</ul>}
        <p class="faint">{t.originsHow}</p>
        <CopyLine name="origins" text={`origins = [${wanted.map((one) => JSON.stringify(one)).join(", ")}]`} label={t.originsHow} copyWord={t.copy} copiedWord={t.copied} />
      </Panel>
      <Panel title={t.lists}>
        <p class="faint">{t.listsHint}</p>
        <div class="three">
          <Words title={t.languages} words={site.languages} nameOf={languageName} />
          <Words title={adminWords().teams} words={site.teams} />
          <Words title={adminWords().skills} words={site.skills} />
        </div>
      </Panel>
    </>
  );
}

function Words({ title, words, nameOf = (name) => name }: { title: string; words: Counted[]; nameOf?: (name: string) => string }) {
  const t = siteWords();
  return (
    <Table label={title} head={[title, t.count]} isEmpty={!words.length} empty={`${title}: ${t.none}`}>
      {words.map((one) => <tr key={one.name}><th scope="row">{nameOf(one.name)}</th><td class="number">{one.agents}</td></tr>)}
    </Table>
  );
}
