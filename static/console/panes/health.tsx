// How the connection does, for whoever asks "is it me or the server?".
import { useEffect, useState } from "preact/hooks";
import { ago } from "../format";
import { useStore } from "../store";
import { fill } from "../strings";
import { deskWords } from "../strings/desk";
import { sideWords } from "../strings/desk-side";
import { Dialog } from "./dialogs";

export function HealthDialog() {
  const store = useStore(), { health } = store;
  const d = deskWords(), s = sideWords();
  // Both by this machine's own clock: what the server says of the time needs a connection.
  const [at, setAt] = useState(Date.now());
  useEffect(() => {
    void store.tellViewing();
    const timer = setInterval(() => setAt(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const state = store.connection.value, latency = health.latencyMs.value, last = health.lastContact.value;
  return (
    <Dialog title={d.health}>
      <dl class="health" data-testid="health-panel">
        <div><dt>{s.state}</dt><dd class={`health-${state}`}>{stateText(state)}</dd></div>
        <div><dt>{s.latency}</dt><dd>{latency === null ? s.never : fill(d.milliseconds, { ms: latency })}</dd></div>
        <div><dt>{s.unsent}</dt><dd data-testid="unsent">{store.outgoing.unsent}</dd></div>
        <div><dt>{s.lastContact}</dt><dd>{last === null ? s.never : ago(new Date(last).toISOString(), at)}</dd></div>
      </dl>
      <footer><button class="primary" data-testid="reconnect" disabled={state === "connected"} onClick={() => store.reconnect()}>{s.reconnect}</button></footer>
    </Dialog>
  );
}

export function stateText(state: "connecting" | "connected" | "lost"): string {
  const d = deskWords();
  return state === "connected" ? d.good : d[state];
}
