// The rules of redaction: their state and what they did. Switched in a file; see docs/administration.md for why.
import type { RuleRow } from "../../../shared/protocol";
import { fill } from "../../strings";
import { adminWords } from "../../strings/admin";
import { siteWords } from "../../strings/admin-site";
import { FileState } from "./file-state";
import { Panel, Section, Table, useAsked } from "./parts";

const EXAMPLE = "format: 1\noff: [password.near, key.okta]";

export function Redaction() {
  const { answer, fault, again } = useAsked("get_redaction", {});
  const t = siteWords();
  const families: Record<string, string> = { card: t.fCard, key: t.fKey, password: t.fPassword, own: t.fOwn };
  return (
    <Section title={adminWords().redaction} hint={t.redactionHint} fault={fault} isLoading={!answer} onAgain={() => void again()}>
      {answer && (
        <>
          <Panel title={t.families}>
            <Rules label={t.families} rules={answer.families} nameOf={(name) => families[name] ?? name} />
            <p class="faint">{fill(t.formats, { count: answer.formats })}</p>
          </Panel>
          <Panel title={t.rules}>
            {answer.rules.length ? <Rules label={t.rules} rules={answer.rules} /> : <p class="faint">{t.noRules}</p>}
          </Panel>
          <Panel title={t.file}>
            <FileState file={answer.file} setting="redaction_rules" isCurrent={answer.is_current} complaints={answer.complaints} />
            <p>{fill(t.rulesHow, { setting: "redaction_rules", command: "chatserver redact --rules FILE" })}</p>
            <pre tabIndex={0} aria-label={t.file}><code>{EXAMPLE}</code></pre>
          </Panel>
        </>
      )}
    </Section>
  );
}

function Rules({ label, rules, nameOf }: { label: string; rules: RuleRow[]; nameOf?: (name: string) => string }) {
  const t = siteWords();
  return (
    <Table label={label} head={[label, t.isOn, t.masked, t.disputed]}>
      {rules.map((one) => (
        <tr key={one.name} data-testid="admin-rule" data-name={one.name}>
          <th scope="row">{nameOf ? nameOf(one.name) : <code>{one.name}</code>}</th>
          <td><span class={one.is_on ? "state" : "state off"}>{one.is_on ? t.on : t.off}</span></td>
          <td class="number">{one.masked}</td><td class="number">{one.disputed}</td>
        </tr>
      ))}
    </Table>
  );
}
