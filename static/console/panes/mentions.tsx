// The notes that name this agent and that they have not looked at; opening the chat is looking.
import { dateTimeOf } from "../format";
import { useStore } from "../store";
import { fill } from "../strings";
import { composerWords } from "../strings/composer";
import { composingWords } from "../strings/composing";
import { Icon } from "./icons";

export function Mentions() {
  const store = useStore();
  const t = composingWords();
  const mentions = store.composing.mentions.value;
  return (
    <main class="page mentions" data-testid="mentions" aria-label={composerWords().mentions}>
      <h2>{composerWords().mentions}</h2>
      {mentions.length === 0 ? (
        <div class="nothing">
          <Icon name="at" />
          <h3>{t.noMentions}</h3>
          <p>{fill(t.noMentionsHint, { name: store.me.name })}</p>
        </div>
      ) : (
        <ul>
          {mentions.map((one) => (
            <li key={`${one.chat_id} ${one.seq}`}>
              <button class="mention" data-testid="mention" onClick={() => store.openChat(one.chat_id)}>
                <b>{fill(t.mentionBy, { name: one.by })}</b><time dateTime={one.at}>{dateTimeOf(one.at)}</time>
                <span dir="auto">{one.text}</span><code>{one.chat_id}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
