// The settings of this agent on this machine: what may be heard, and what the keys do.
import { useState } from "preact/hooks";
import { useStore } from "../store";
import { words } from "../strings";
import { adminWords } from "../strings/admin";
import { deskWords } from "../strings/desk";
import { sideWords } from "../strings/desk-side";
import { Dialog } from "./dialogs";
import { SendKeys } from "./send-keys";

export function Settings() {
  const store = useStore(), { ringing } = store;
  const t = words(), d = deskWords(), s = sideWords();
  const [permission, setPermission] = useState(ringing.permission);
  const ask = async (on: boolean): Promise<void> => {
    await ringing.setNotice(on);
    setPermission(ringing.permission);
  };
  const changePassword = (): void => {
    store.dialog.value = null;
    // After this dialog has closed, which it tells a moment later.
    setTimeout(() => { store.dialog.value = "password"; });
  };
  return (
    <Dialog title={d.settings}>
      <h3>{d.alerts}</h3>
      <label class="check">
        <input type="checkbox" data-testid="sound" checked={ringing.hasSound.value} onChange={(event) => ringing.setSound(event.currentTarget.checked)} />{s.sound}
      </label>
      <button data-testid="try-sound" onClick={() => ringing.play()}>{s.trySound}</button>
      <label class="check">
        <input type="checkbox" data-testid="notice" checked={ringing.wantsNotice.value} disabled={permission === "denied" || permission === "unsupported"}
          onChange={(event) => void ask(event.currentTarget.checked)} />{s.notice}
      </label>
      {permission === "denied" && <p class="faint" role="status">{s.noticeDenied}</p>}
      {permission === "unsupported" && <p class="faint">{s.noticeNone}</p>}
      <h3>{t.keysTitle}</h3>
      <label class="check">
        <input type="checkbox" checked={store.usesKeys.value} onChange={(event) => store.setKeys(event.currentTarget.checked)} />{t.singleKeys}
      </label>
      <SendKeys />
      <h3>{t.password}</h3>
      <button data-testid="password" onClick={changePassword}>{adminWords().passwordTitle}…</button>
    </Dialog>
  );
}
