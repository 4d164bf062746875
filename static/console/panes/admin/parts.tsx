// What the sections of the administration are made of: fetched answers, fields with their faults, tables, questions.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { AgentCommands, Answer, Refusal } from "../../../shared/protocol";
import { refusalText } from "../../refusals";
import { useStore } from "../../store";
import { words } from "../../strings";
import { adminWords } from "../../strings/admin";
import { Icon } from "../icons";

export type Name = keyof AgentCommands;
export type Ack<N extends Name> = AgentCommands[N]["ack"];
export type Fields<N extends Name> = AgentCommands[N]["fields"];
export type Faults = Record<string, string>;

/** Asks a command when the section is opened, and again when `again` is called. */
export function useAsked<N extends Name>(name: N, fields: Fields<N>) {
  const store = useStore();
  const [answer, setAnswer] = useState<Ack<N> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  async function again(): Promise<void> {
    const found = await store.ask(name, fields);
    if (found?.ok) setAnswer(found);
    setFault(found?.ok ? null : faultOf(found));
  }
  useEffect(() => void again(), [JSON.stringify(fields)]);
  return { answer, fault, again };
}

/** Why something was refused, in the words of this screen. */
export const faultOf = (answer: Refusal | null): string =>
  answer ? refusalText(answer.error.code, answer.error.by ?? null) : words().noAnswer;

/** The refusal beside its field, by the field's name and then the code; what has no field stands under "". */
export function faultsOf(answer: Refusal | null, known: Record<string, string>): Faults {
  const field = answer?.error.field ?? "", code = answer?.error.code ?? "";
  const told = known[`${field} ${code}`] ?? known[field];
  return field && told ? { [field]: told } : { "": told ?? faultOf(answer) };
}

export const isRefused = <A,>(answer: Answer<A> | null): answer is Refusal | null => !answer?.ok;

/** A section: its title, its line, and what it shows once there is an answer. */
export function Section({ title, hint, aside, fault, isLoading, onAgain, children }: {
  title: string; hint?: string; aside?: ComponentChildren; fault?: string | null; isLoading?: boolean; onAgain?: () => void; children?: ComponentChildren;
}) {
  const t = adminWords();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [title]);
  return (
    <section class="admin-section" aria-label={title}>
      <header class="admin-section-head"><h3 ref={head} tabIndex={-1}>{title}</h3>{aside}</header>
      {hint && <p class="faint admin-hint">{hint}</p>}
      {fault && <p class="admin-fault" role="alert">{t.failed} {fault} {onAgain && <button onClick={onAgain}>{words().tryAgain}</button>}</p>}
      {isLoading && !fault && <p class="list-note">{words().loading}</p>}
      {children}
    </section>
  );
}

export function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  return <section class="panel" aria-label={title}><h4>{title}</h4>{children}</section>;
}

/** A field with its label, its hint and what is wrong with it. */
export function Field({ label, name, hint, fault, children }: {
  label: string; name: string; hint?: string | undefined; fault?: string | undefined; children: (field: { id: string; "aria-describedby": string; "aria-invalid": boolean; "data-testid": string }) => ComponentChildren;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": `${id}-about`, "aria-invalid": Boolean(fault), "data-testid": `admin-${name}` })}
      <p id={`${id}-about`} class="field-about">
        {fault && <span class="told" data-testid={`fault-${name}`}>{fault}</span>}
        {hint && <span class="faint">{hint}</span>}
      </p>
    </div>
  );
}

/** What is too wide is moved sideways, also by keyboard. */
export function Table({ label, head, children, isEmpty, empty }: {
  label: string; head: string[]; children: ComponentChildren; isEmpty?: boolean; empty?: string;
}) {
  if (isEmpty) return <p class="faint">{empty}</p>;
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead><tr>{head.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** A question before what cannot be taken back. `onYes` returns what went wrong, or nothing. */
export function Question({ title, body, yes, children, onYes, onEnd }: {
  title: string; body: string; yes: string; children?: ComponentChildren; onYes: () => Promise<string | null>; onEnd: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    const box = ref.current, before = document.activeElement as HTMLElement | null;
    box?.showModal();
    return () => {
      box?.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  const confirm = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const told = await onYes();
    setBusy(false);
    setFault(told);
    if (told === null) onEnd();
  };
  return (
    <dialog ref={ref} aria-labelledby={id} onClose={onEnd} onCancel={onEnd}>
      <form class="dialog-body" onSubmit={(event) => void confirm(event)}>
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="quiet icon-only" aria-label={words().dismiss} onClick={onEnd}><Icon name="close" /></button>
        </div>
        <p>{body}</p>
        {children}
        {fault && <p class="told" role="alert">{fault}</p>}
        <footer>
          <button type="button" onClick={onEnd}>{adminWords().cancel}</button>
          <button class="primary" data-testid="admin-yes" aria-disabled={isBusy}>{yes}</button>
        </footer>
      </form>
    </dialog>
  );
}

/** A line to copy. */
export function CopyLine({ text, label, copyWord, copiedWord, name }: { text: string; label: string; copyWord: string; copiedWord: string; name: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    field.current?.select();
    // Over plain http in a local network there is no clipboard API.
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    if (!navigator.clipboard) document.execCommand("copy");
    setCopied(true);
  };
  return (
    <div class="copy-line">
      <input ref={field} readOnly value={text} aria-label={label} data-testid={`admin-${name}`} onFocus={() => field.current?.select()} />
      <button type="button" onClick={() => void copy()}><Icon name={isCopied ? "check" : "copy"} />{copyWord}</button>
      <span class="hidden" role="status">{isCopied && copiedWord}</span>
    </div>
  );
}

/** Says once what was done. */
export function Done({ text }: { text: string | null }) {
  return <p class="admin-done" role="status" data-testid="admin-done">{text}</p>;
}
