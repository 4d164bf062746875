// Uploads: files on their way to the server, one request each, with progress, cancel and retry. No DOM in here.
import type { Attachment, Code } from "./protocol";

export interface FileLimits {
  is_on: boolean; file_bytes: number; text_bytes: number; files_per_message: number; extensions: string[];
}
/** Why a file is not there; the words are in `strings/files`. */
export type Fault = "kind" | "large" | "many" | "room" | "network";
export interface Upload {
  readonly key: number;
  readonly file: File;
  /** From 0 to 1; 1 while the server looks at it. */
  progress: number;
  fault?: Fault;
  attachment?: Attachment;
}

const FAULTS: Partial<Record<Code, Fault>> = { bad_request: "kind", too_long: "room" };

export class Uploads {
  items: readonly Upload[] = [];
  limits: FileLimits | null = null;
  private readonly requests = new Map<number, XMLHttpRequest>();
  private last = 0;

  /** `headers` are the sender's credential, `chatId` where the files go; both are asked anew for each file. */
  constructor(
    private readonly headers: () => Record<string, string>, private readonly chatId: () => string | null,
    private readonly onChange: (changed?: Upload) => void,
  ) {}

  get isBusy(): boolean { return this.items.some((item) => !item.attachment && !item.fault); }
  get ready(): Attachment[] { return this.items.flatMap((item) => item.attachment ?? []); }

  async learnLimits(): Promise<void> {
    const told = await fetch("/api/files").then((response) => response.json()).catch(() => null) as FileLimits | null;
    if (told?.file_bytes) this.limits = told;
    this.onChange();
  }

  async add(files: Iterable<File>): Promise<void> {
    const chosen = [...files];
    if (!this.limits) await this.learnLimits();
    for (const file of chosen) {
      const item: Upload = { key: ++this.last, file, progress: 0 };
      const isMore = this.items.length >= (this.limits?.files_per_message ?? 1);
      this.items = [...this.items, item];
      if (isMore) this.fail(item, "many");
      else this.send(item);
    }
  }

  retry(key: number): void {
    const item = this.items.find((each) => each.key === key);
    if (item) this.send(item);
  }

  /** Ends an upload, or takes a file out again before it is posted. */
  remove(key: number): void {
    this.requests.get(key)?.abort();
    this.requests.delete(key);
    this.items = this.items.filter((item) => item.key !== key);
    this.onChange();
  }

  /** Returns what is ready to be posted, and begins anew. */
  take(): Attachment[] {
    const { ready } = this;
    this.clear();
    return ready;
  }

  /** Takes files back that could not be posted. */
  putBack(files: readonly Attachment[]): void {
    const items = files.map((attachment) => ({ key: ++this.last, file: new File([], attachment.name), progress: 1, attachment }));
    this.items = [...items, ...this.items];
    this.onChange();
  }

  clear(): void { for (const { key } of this.items) this.remove(key); }

  private send(item: Upload): void {
    delete item.fault;
    item.progress = 0;
    const chatId = this.chatId();
    if (item.file.size > (this.limits?.file_bytes ?? Infinity)) return this.fail(item, "large");
    if (chatId === null) return this.fail(item, "network");
    const request = new XMLHttpRequest();
    this.requests.set(item.key, request);
    request.open("POST", `/api/files?chat_id=${encodeURIComponent(chatId)}`);
    const headers = { ...this.headers(), "Content-Type": "application/octet-stream", "X-File-Name": percent(item.file.name) };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => { item.progress = loaded / total; this.onChange(); };
    request.onload = () => {
      const told = request.response as { file?: Attachment; error?: { code: Code } } | null;
      if (!told?.file) return this.fail(item, FAULTS[told?.error?.code ?? "internal"] ?? "network");
      item.progress = 1;
      item.attachment = told.file;
      this.onChange(item);
    };
    request.onerror = request.ontimeout = () => this.fail(item, "network");
    request.send(item.file);
    this.onChange();
  }

  private fail(item: Upload, fault: Fault): void {
    item.fault = fault;
    this.onChange(item);
  }
}

/** Returns the bytes of a file that was posted; rejects when it cannot be had. */
export async function fetchFile(fileId: string, headers: Record<string, string>): Promise<Blob> {
  const response = await fetch(`/files/${fileId}`, { headers });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.blob();
}

/** "2.5 MB", in the way of the language. */
export function sizeText(bytes: number, lang: string): string {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const value = bytes / (unit === "megabyte" ? 1_048_576 : 1024);
  return new Intl.NumberFormat(lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

export const isPicture = (file: Attachment): boolean => file.media_type.startsWith("image/");

/** Lone surrogates, which some systems allow in names, cannot be encoded. */
function percent(name: string): string { return encodeURIComponent(name.slice(0, 300).replace(/\p{Surrogate}/gu, "")); }
