// The sign-in.
import { useEffect, useRef, useState } from "preact/hooks";
import { signIn } from "../api";
import { LANGUAGES, lang, setLanguage, words, type Lang, type Strings } from "../strings";
import { Icon } from "./icons";

export type SignInProblem = "sessionEnded" | "signedOut" | "noServer" | "linkUsed" | "wrongSignIn" | "tooManyTries";

interface Props { brand: string; problem: SignInProblem | null; onSignedIn: () => Promise<void> }

export function SignIn({ brand, problem, onSignedIn }: Props) {
  const t = words();
  const [told, setTold] = useState<keyof Strings | null>(problem);
  const [isBusy, setBusy] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => nameField.current?.focus(), []);
  useEffect(() => setTold(problem), [problem]);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const answer = await signIn(nameField.current?.value.trim() ?? "", passwordField.current?.value ?? "");
    if (answer.ok) return onSignedIn().finally(() => setBusy(false));
    setBusy(false);
    setTold(answer.code === "unreachable" ? "noServer" : answer.code === "rate_limited" ? "tooManyTries" : "wrongSignIn");
    passwordField.current?.select();
  }

  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={(event) => void submit(event)}>
        <header>
          <span class="mark"><Icon name="chat" /></span>
          <h1>{brand} <small>{t.signInLead}</small></h1>
        </header>
        <label>{t.name}
          <input ref={nameField} data-testid="sign-in-name" name="name" autocomplete="username" required maxLength={80} spellcheck={false} />
        </label>
        <label>{t.password}
          <input ref={passwordField} data-testid="sign-in-password" name="password" type="password" autocomplete="current-password" required />
        </label>
        <p class={`told ${told === "signedOut" || told === "sessionEnded" ? "plain" : ""}`} role="alert">{told && t[told]}</p>
        <button class="primary" data-testid="sign-in" aria-disabled={isBusy}>{isBusy ? t.signingIn : t.signIn}</button>
      </form>
      <LanguageSwitch />
    </main>
  );
}

export function LanguageSwitch() {
  return (
    <label class="language"><span class="hidden">{words().language}</span>
      <select value={lang.value} data-testid="language" onChange={(event) => setLanguage(event.currentTarget.value as Lang, "keep")}>
        {Object.entries(LANGUAGES).map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
      </select>
    </label>
  );
}
