// Whether the website's own server has signed who the visitor is; a name alone is only claimed.
import type { ChatRow } from "../../shared/protocol";
import { deskWords } from "../strings/desk";
import { Icon } from "./icons";

/** Plan and severity may be set by agents, too: they say nothing of who it is. */
export const isVerified = (row: ChatRow): boolean => row.verified.includes("name") || row.verified.includes("email");

export function Verified({ row }: { row: ChatRow }) {
  const d = deskWords(), yes = isVerified(row);
  return (
    <span class={yes ? "verified" : "verified not"} data-testid="verified" data-verified={yes} title={yes ? d.verified : d.notVerified}>
      <Icon name={yes ? "shield" : "unknown"} /><span class="word">{yes ? d.verified : d.notVerified}</span>
    </span>
  );
}
