// Which key sends; in the sheet of keys and in the settings.
import { useStore } from "../store";
import { composerWords } from "../strings/composer";

export function SendKeys() {
  const { composing } = useStore();
  const c = composerWords();
  return (
    <fieldset class="send-keys">
      <legend>{c.sendWith}</legend>
      {(["enter", "ctrl"] as const).map((key) => (
        <label key={key} class="check">
          <input type="radio" name="send-key" data-testid={`send-${key}`} checked={composing.sendKey.value === key} onChange={() => composing.sendWith(key)} />
          {key === "enter" ? c.enterSends : c.ctrlSends}
        </label>
      ))}
    </fieldset>
  );
}
