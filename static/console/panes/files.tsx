// Files: what is being attached, and what a message has brought. The addresses need the session; browsers save them.
import { useState } from "preact/hooks";
import type { Attachment } from "../../shared/protocol";
import { fileStrings, type FileStrings } from "../../shared/strings/files";
import { isPicture, sizeText, type Upload, type Uploads } from "../../shared/uploads";
import { fill, lang } from "../strings";
import { Icon } from "./icons";

// The longer side of a picture in the transcript.
const LONGEST_SIDE = 280;

export const fileWords = (): FileStrings => fileStrings(lang.value);

export function Files({ files }: { files: readonly Attachment[] }) {
  if (!files.length) return null;
  return <div class="files">{files.map((file) => isPicture(file) ? <Picture key={file.file_id} file={file} /> : <Chip key={file.file_id} file={file} />)}</div>;
}

function Picture({ file }: { file: Attachment }) {
  const [isGone, setGone] = useState(false);
  const t = fileWords();
  if (isGone) return <p class="hint">{file.name}: {t.gone}</p>;
  const width = file.width ?? 1, height = file.height ?? 1;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return (
    <a class="picture" href={address(file)} download={file.name} title={fill(t.save, { name: file.name })} data-testid="picture">
      <img src={address(file)} alt={file.name} width={Math.round(width * scale)} height={Math.round(height * scale)} loading="lazy" onError={() => setGone(true)} />
    </a>
  );
}

function Chip({ file }: { file: Attachment }) {
  const t = fileWords();
  return (
    <a class="file" href={address(file)} download={file.name} title={fill(t.save, { name: file.name })} data-testid="file">
      <Icon name="attach" /><span class="file-name" dir="auto">{file.name}</span>
      <span class="file-about">{sizeText(file.size_bytes, lang.value)}{file.redactions > 0 && `. ${t.cleaned}`}</span>
    </a>
  );
}

const address = (file: Attachment): string => `/files/${file.file_id}`;

/** What is on its way or ready, above the text. */
export function Tray({ uploads, onDone }: { uploads: Uploads; onDone: () => void }) {
  if (!uploads.items.length) return null;
  return (
    <ul class="tray" data-testid="tray">
      {uploads.items.map((item) => <Row key={item.key} item={item} uploads={uploads} onDone={onDone} />)}
    </ul>
  );
}

function Row({ item, uploads, onDone }: { item: Upload; uploads: Uploads; onDone: () => void }) {
  const t = fileWords();
  const name = item.attachment?.name ?? item.file.name;
  const isUnderWay = !item.attachment && !item.fault;
  const about = item.fault ? limitText(t[item.fault], uploads) : isUnderWay ? t.uploading : sizeText(item.attachment?.size_bytes ?? 0, lang.value);
  return (
    <li class={item.fault ? "upload failed" : "upload"} data-testid="upload">
      <span class="file-name" dir="auto">{name}</span>
      <span class="file-about" role="status">{about}</span>
      {isUnderWay && (item.progress < 1 ? <progress aria-label={name} value={item.progress} /> : <progress aria-label={name} />)}
      {item.fault === "network" && <button type="button" onClick={() => uploads.retry(item.key)}>{t.retry}</button>}
      <button type="button" class="quiet icon-only" data-testid="remove-file" aria-label={fill(isUnderWay ? t.cancel : t.remove, { name })}
        onClick={() => { uploads.remove(item.key); onDone(); }}><Icon name="close" /></button>
    </li>
  );
}

export function limitText(text: string, { limits }: Uploads): string {
  return fill(text, { count: limits?.files_per_message ?? 1, size: sizeText(limits?.file_bytes ?? 0, lang.value) });
}
