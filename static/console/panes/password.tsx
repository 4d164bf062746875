// The agent's own password: whoever came by a link can come back with it.
import { useEffect, useRef, useState } from "preact/hooks";
import { useStore } from "../store";
import { words } from "../strings";
import { adminWords } from "../strings/admin";
import { faultsOf, Field, isRefused, type Faults } from "./admin/parts";
import { Dialog } from "./dialogs";

const MIN_CHARS = 8;

export function PasswordDialog() {
  const store = useStore(), t = adminWords();
  const form = useRef<HTMLFormElement>(null);
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [faults, setFaults] = useState<Faults>({});
  const [isDone, setDone] = useState(false);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true], input")?.focus(), [faults]);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ([...password].length < MIN_CHARS) return setFaults({ password: t.badPassword });
    const answer = await store.ask("set_password", { current, password });
    if (isRefused(answer)) return setFaults(faultsOf(answer, { current: t.wrongPassword, password: t.badPassword }));
    store.me.has_password = true;
    setDone(true);
  };
  const shut = (): void => { store.dialog.value = null; };
  if (isDone) {
    return <Dialog title={t.passwordTitle}><p role="status" data-testid="password-set">{t.passwordSet}</p><footer><button class="primary" autofocus onClick={shut}>{words().dismiss}</button></footer></Dialog>;
  }
  return (
    <Dialog title={t.passwordTitle}>
      <form ref={form} noValidate onSubmit={(event) => void save(event)}>
        {!store.me.has_password && <p>{t.passwordLead}</p>}
        {faults[""] && <p class="told" role="alert">{faults[""]}</p>}
        <input type="text" autocomplete="username" value={store.me.name} readOnly hidden />
        {store.me.has_password && (
          <Field label={t.current} name="current" fault={faults["current"]}>
            {(field) => <input {...field} type="password" autocomplete="current-password" value={current} onInput={(event) => setCurrent(event.currentTarget.value)} />}
          </Field>
        )}
        <Field label={t.newPassword} name="password" hint={t.passwordHint} fault={faults["password"]}>
          {(field) => <input {...field} type="password" autocomplete="new-password" value={password} onInput={(event) => setPassword(event.currentTarget.value)} />}
        </Field>
        <footer>
          <button type="button" onClick={shut}>{t.cancel}</button>
          <button class="primary" data-testid="password-save">{t.save}</button>
        </footer>
      </form>
    </Dialog>
  );
}
