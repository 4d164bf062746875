// Generated from chatserver/protocol.py by `make generate`; a test keeps it current.

export type Code = "busy" | "draining" | "rate_limited" | "bad_request" | "too_long" | "forbidden" | "closed" | "conflict" | "taken" | "blocked" | "bad_identity" | "internal";
export const RETRYABLE: readonly Code[] = ["busy", "draining", "rate_limited"];
export interface Refusal { ok: false; error: { code: Code; message: string; retry_after?: number; by?: string; field?: string } }
export type Answer<Ack> = ({ ok: true } & Ack) | Refusal;

export interface PageFields {
  url?: string;
  title?: string;
}

export interface StartChat {
  client_id: string;
  lang?: string | null;
  page?: PageFields | null;
  details?: Record<string, string> | null;
  token?: string | null;
  zone?: string | null;
  identity?: string | null;
}

export interface Place {
  position: number;
  wait_s: number | null;
  kind: "range" | "at_most" | "place" | "nobody" | "apology";
  low_min: number | null;
  high_min: number | null;
  opens_at: string | null;
}

export interface Problem {
  id: string;
  text: string;
  translations: Record<string, string>;
}

export interface StartAck {
  chat_id: string;
  token: string;
  epoch: string;
  seq: number;
  lang: string;
  events: ChatEvent[];
  more: boolean;
  place: Place | null;
  agent_read_seq: number;
  problems: Problem[];
  mail: boolean;
}

export interface ResumeChat {
  chat_id: string;
  token: string;
  after_seq: number;
  epoch?: string | null;
  identity?: string | null;
}

export interface ResumeAck {
  chat_id: string;
  epoch: string;
  seq: number;
  lang: string;
  events: ChatEvent[];
  more: boolean;
  place: Place | null;
  agent_read_seq: number;
  problems: Problem[];
  mail: boolean;
}

export interface PostMessage {
  chat_id: string;
  client_id: string;
  text: string;
  files?: string[];
}

export interface Mask {
  kind: "card" | "key" | "password" | "other";
  start: number;
  end: number;
}

export interface MessageAck {
  seq: number;
  at: string;
  text: string;
  redactions: Mask[];
}

export interface RequestAgent {
  chat_id: string;
  client_id: string;
}

export interface SeqAck {
  seq: number;
}

export interface DisputeRedaction {
  chat_id: string;
  client_id: string;
  seq: number;
}

export interface RateChat {
  chat_id: string;
  client_id: string;
  score: number;
  comment?: string;
}

export interface CloseChat {
  chat_id: string;
  client_id: string;
}

export interface SendTranscript {
  chat_id: string;
  client_id: string;
  address: string;
}

export interface Nothing {}

export interface VisitorTyping {
  chat_id: string;
  typing: boolean;
  draft?: string | null;
}

export interface MarkRead {
  chat_id: string;
  seq: number;
}

export interface ListOwnChats {
  after?: string | null;
}

export interface OwnChatRow {
  chat_id: string;
  status: "bot" | "queued" | "assigned" | "ticket" | "closed";
  started_at: string;
  last_at: string;
  first_words: string;
}

export interface OwnChatsAck {
  chats: OwnChatRow[];
  more: boolean;
}

export interface ReadOwnChat {
  chat_id: string;
  after_seq?: number;
}

export interface OwnChatAck {
  chat_id: string;
  status: "bot" | "queued" | "assigned" | "ticket" | "closed";
  seq: number;
  events: ChatEvent[];
  more: boolean;
  can_go_on: boolean;
}

export interface VisitorCommands {
  start_chat: { fields: StartChat; ack: StartAck };
  resume_chat: { fields: ResumeChat; ack: ResumeAck };
  post_message: { fields: PostMessage; ack: MessageAck };
  request_agent: { fields: RequestAgent; ack: SeqAck };
  dispute_redaction: { fields: DisputeRedaction; ack: SeqAck };
  rate_chat: { fields: RateChat; ack: SeqAck };
  close_chat: { fields: CloseChat; ack: SeqAck };
  send_transcript: { fields: SendTranscript; ack: Nothing };
  set_typing: { fields: VisitorTyping; ack: Nothing };
  mark_read: { fields: MarkRead; ack: Nothing };
  list_own_chats: { fields: ListOwnChats; ack: OwnChatsAck };
  read_own_chat: { fields: ReadOwnChat; ack: OwnChatAck };
}

export interface SetPresence {
  status: "available" | "away";
  reason?: string | null;
}

export interface ListChats {
  view: "mine" | "queue" | "team" | "bot" | "tickets" | "all" | "closed";
  after?: string | null;
}

export interface AgentRef {
  id: string;
  name: string;
}

export interface Offer {
  offer_id: string;
  agent: AgentRef;
  expires_at: string;
}

export interface ClockRow {
  kind: "pickup" | "first_response" | "next_response" | "resolution" | "auto_close" | "email" | "complaint_acknowledgement" | "complaint_update" | "complaint_answer";
  due_at: string;
  state: "running" | "paused" | "breached" | "met" | "cancelled";
  started_at: string;
  is_at_risk: boolean;
  told: ("visitor" | "agents" | "backup" | "lead" | "supervisors" | "on_call")[];
}

export interface ChatRow {
  chat_id: string;
  status: "bot" | "queued" | "assigned" | "ticket" | "closed";
  lang: string;
  seq: number;
  version: number;
  agent: AgentRef | null;
  offer: Offer | null;
  visitor_name: string;
  title: string | null;
  last_at: string;
  last_text: string;
  waiting_since: string | null;
  first_response_due_at: string | null;
  first_answered_at: string | null;
  rating: number | null;
  plan: string;
  severity: string;
  escalated: ("offer_ticket" | "tell_agents" | "call_backup" | "breach" | "offer_ticket_again" | "on_call")[];
  ticket_due_at: string | null;
  clocks: ClockRow[];
  verified: string[];
  team: string;
  tags: string[];
}

export interface ChatsAck {
  chats: ChatRow[];
  now: string;
}

export interface OpenChat {
  chat_id: string;
  after_seq?: number;
}

export interface OpenAck {
  chat: ChatRow;
  epoch: string;
  seq: number;
  events: ChatEvent[];
  more: boolean;
  visitor_read_seq: number;
  agent_read_seq: number;
}

export interface ClaimChat {
  chat_id: string;
  client_id: string;
}

export interface TakenAck {
  seq: number;
  version: number;
}

export interface AnswerOffer {
  chat_id: string;
  client_id: string;
  offer_id: string;
  accept: boolean;
}

export interface PostAgentMessage {
  chat_id: string;
  client_id: string;
  text: string;
  version: number;
  files?: string[];
}

export interface AddNote {
  chat_id: string;
  client_id: string;
  text: string;
  version?: number | null;
}

export interface RedactMessage {
  chat_id: string;
  client_id: string;
  seq: number;
  start: number;
  end: number;
}

export interface TransferChat {
  chat_id: string;
  client_id: string;
  version: number;
  to: string;
  note?: string;
}

export interface RequeueChat {
  chat_id: string;
  client_id: string;
  version: number;
  team?: string | null;
  lang?: string | null;
  note?: string;
}

export interface TakeOver {
  chat_id: string;
  client_id: string;
}

export interface CorrectDetails {
  chat_id: string;
  client_id: string;
  version: number;
  details: Record<string, string>;
}

export interface MergeChats {
  chat_id: string;
  client_id: string;
  version: number;
  into: string;
}

export interface ListVisitorChats {
  chat_id: string;
}

export interface VisitorChatsAck {
  chats: ChatRow[];
  alike: ChatRow[];
  incident: string | null;
}

export interface SetViewing {
  chat_id: string | null;
}

export interface ViewersAck {
  viewers: AgentRef[];
}

export interface ReleaseChat {
  chat_id: string;
  client_id: string;
  version: number;
}

export interface HandBackChat {
  chat_id: string;
  client_id: string;
  version: number;
}

export interface CloseAgentChat {
  chat_id: string;
  client_id: string;
  version: number;
  summary?: string;
  reason?: string;
}

export interface BlockVisitor {
  chat_id: string;
  client_id: string;
  version: number;
}

export interface SetUrgency {
  chat_id: string;
  client_id: string;
  plan?: string | null;
  severity?: number | null;
}

export interface OpenComplaint {
  chat_id: string;
  client_id: string;
}

export interface SearchChats {
  text?: string;
  status?: "bot" | "queued" | "assigned" | "ticket" | "closed" | null;
  lang?: string;
  plan?: string;
  tag?: string;
  agent?: string;
  rating?: number[] | null;
  since?: string | null;
  until?: string | null;
  after?: string | null;
}

export interface Author {
  kind: "visitor" | "bot" | "agent";
  id: string;
  name: string;
}

export interface Found {
  chat: ChatRow;
  kind: "chat_id" | "near_id" | "message" | "note" | "details" | "chat";
  seq: number | null;
  at: string | null;
  author: Author | null;
  snippet: string;
  marks: number[][];
  count: number;
}

export interface SearchAck {
  results: Found[];
  next: string | null;
  partial: boolean;
}

export interface GetBoard {
  zone?: string;
}

export interface WaitGroup {
  key: string;
  asked: number;
  answered: number;
  kept: number;
  broken: number;
  tickets: number;
  left: number;
  waiting: number;
  share: number | null;
  share_with_tickets: number | null;
  p50_s: number | null;
  p95_s: number | null;
  longest_s: number | null;
}

export interface LanguageNow {
  lang: string;
  today: WaitGroup;
  waiting: number;
  agents: number;
  position: number;
  wait_s: number | null;
  low_s: number | null;
  high_s: number | null;
}

export interface AgentNow {
  id: string;
  name: string;
  presence: "available" | "away";
  is_connected: boolean;
  load: number;
  cap: number;
  languages: string[];
}

export interface ClockDueSoon {
  chat_id: string;
  kind: "pickup" | "first_response" | "next_response" | "resolution" | "auto_close" | "email" | "complaint_acknowledgement" | "complaint_update" | "complaint_answer";
  due_at: string;
}

export interface LanguageNeed {
  lang: string;
  per_hour: number;
  needed: number;
  there: number;
  short_by: number;
}

export interface StaffingNow {
  per_hour: number;
  handling_s: number;
  slots: number;
  needed: number;
  there: number;
  short_by: number;
  wanted_share: number;
  languages: LanguageNeed[];
}

export interface BoardAck {
  now: string;
  zone: string;
  target_s: number;
  lately: WaitGroup;
  today: WaitGroup;
  half_hours: WaitGroup[];
  waiting: number;
  longest_wait_s: number | null;
  languages: LanguageNow[];
  weakest: string | null;
  offers_lapsed: number;
  agents: AgentNow[];
  clocks_due: ClockDueSoon[];
  staffing: StaffingNow;
}

export interface GetReport {
  since: string;
  until?: string | null;
  zone?: string;
}

export interface WeekCell {
  weekday: number;
  hour: number;
  asked: number;
  share: number | null;
}

export interface LeftCount {
  minute: number;
  count: number;
}

export interface ForecastFigures {
  told: number;
  inside: number;
  coverage: number | null;
  bias_s: number | null;
}

export interface TicketFigures {
  offered: number;
  taken: number;
  needless: number;
}

export interface Breach {
  chat_id: string;
  joined_at: string;
  lang: string;
  plan: string;
  severity: number;
  outcome: "answered" | "ticket" | "left" | "returned" | "waiting";
  waited_s: number;
  offered_at: string | null;
  accepted_at: string | null;
  ticket_offered_at: string | null;
  answered_at: string | null;
}

export interface ReportAck {
  since: string;
  until: string;
  zone: string;
  now: string;
  target_s: number;
  total: WaitGroup;
  by_plan: WaitGroup[];
  by_severity: WaitGroup[];
  by_language: WaitGroup[];
  by_hour: WaitGroup[];
  by_weekday: WeekCell[];
  left_after: LeftCount[];
  forecasts: ForecastFigures;
  tickets: TicketFigures;
  breach_count: number;
  breaches: Breach[];
}

export interface SetTyping {
  chat_id: string;
  typing: boolean;
}

export interface ListReplies {
  search?: string;
  lang?: string;
}

export interface ReplyRow {
  reply_id: string;
  shortcut: string;
  title: string;
  texts: Record<string, string>;
  updated_at: string | null;
  by: string;
}

export interface RepliesAck {
  replies: ReplyRow[];
}

export interface SaveReply {
  shortcut: string;
  title: string;
  texts: Record<string, string>;
  reply_id?: string | null;
}

export interface ReplyAck {
  reply: ReplyRow;
}

export interface RemoveReply {
  reply_id: string;
}

export interface SetTags {
  chat_id: string;
  client_id: string;
  tags: string[];
}

export interface TagsAck {
  seq: number;
  tags: string[];
}

export interface ListTags {}

export interface TagRow {
  name: string;
  texts: Record<string, string>;
}

export interface KnownTagsAck {
  tags: TagRow[];
}

export interface SaveTag {
  name: string;
  texts?: Record<string, string>;
}

export interface TagAck {
  tag: TagRow;
}

export interface RemoveTag {
  name: string;
}

export interface ListMentions {}

export interface MentionRow {
  chat_id: string;
  seq: number;
  at: string;
  by: string;
  text: string;
}

export interface MentionsAck {
  mentions: MentionRow[];
}

export interface ReadMentions {
  chat_id: string;
}

export interface SuggestAnswers {
  chat_id: string;
}

export interface SuggestedAnswer {
  intent: string;
  title: string;
  text: string;
  seq: number;
}

export interface SuggestionsAck {
  answers: SuggestedAnswer[];
}

export interface OpenTicket {
  chat_id: string;
  client_id: string;
  version: number;
  address?: string;
}

export interface SetPassword {
  password: string;
  current?: string;
}

export interface ListAgents {}

export interface Stretch {
  opens: string;
  closes: string;
}

export interface Hours {
  zone: string;
  weekly: Stretch[][];
}

export interface AgentCard {
  id: string;
  name: string;
  role: "agent" | "author" | "supervisor" | "admin";
  presence: "available" | "away";
  away_reason: string;
  load: number;
  is_connected: boolean;
  is_active: boolean;
  has_password: boolean;
  languages: string[];
  teams: string[];
  skills: string[];
  cap: number | null;
  hours: Hours | null;
}

export interface StaffAck {
  agents: AgentCard[];
  cap: number;
}

export interface StretchFields {
  opens: string;
  closes: string;
}

export interface HoursFields {
  zone: string;
  weekly: StretchFields[][];
}

export interface AddAgent {
  name: string;
  role?: "agent" | "author" | "supervisor" | "admin";
  languages?: string[];
  teams?: string[];
  skills?: string[];
  cap?: number;
  hours?: HoursFields | null;
}

export interface WelcomeAck {
  agent: AgentCard;
  path: string;
  expires_at: string;
}

export interface SaveAgent {
  agent_id: string;
  name?: string | null;
  role?: "agent" | "author" | "supervisor" | "admin" | null;
  languages?: string[] | null;
  teams?: string[] | null;
  skills?: string[] | null;
  cap?: number | null;
  hours?: HoursFields | null;
}

export interface AgentAck {
  agent: AgentCard;
}

export interface SignOutAgent {
  agent_id: string;
}

export interface ResetSignIn {
  agent_id: string;
}

export interface DeactivateAgent {
  agent_id: string;
}

export interface ActivateAgent {
  agent_id: string;
}

export interface ListProblems {}

export interface ProblemRow {
  problem_id: string;
  text: string;
  translations: Record<string, string>;
  is_of_page: boolean;
}

export interface VolumeNow {
  volume: "normal" | "high";
  since: string | null;
  by: AgentRef | null;
}

export interface ProblemsAck {
  problems: ProblemRow[];
  volume: VolumeNow;
  languages: string[];
}

export interface AnnounceProblem {
  text: string;
  translations?: Record<string, string>;
}

export interface ProblemAck {
  problem: ProblemRow;
}

export interface EndProblem {
  problem_id: string;
}

export interface DeclareVolume {
  volume: "normal" | "high";
}

export interface VolumeAck {
  volume: VolumeNow;
}

export interface ListBlocked {
  after?: string | null;
}

export interface BlockedRow {
  visitor_id: string;
  at: string;
  chat_id: string;
  name: string;
  lang: string;
}

export interface BlockedAck {
  visitors: BlockedRow[];
  more: boolean;
}

export interface UnblockVisitor {
  visitor_id: string;
  reason: string;
}

export interface GetSite {}

export interface Counted {
  name: string;
  agents: number;
}

export interface SiteAck {
  brand: string;
  public_url: string;
  origins: string[];
  settings_file: string;
  agent_cap: number;
  bot_languages: string[];
  languages: Counted[];
  teams: Counted[];
  skills: Counted[];
}

export interface GetPolicies {}

export interface ComplaintRow {
  place: string;
  fault: string;
  cure: string;
  is_error: boolean;
}

export interface TargetRow {
  seconds: number | null;
  days: number | null;
  plan: string;
  severity: number | null;
  on: "day_off" | "high_volume" | null;
}

export interface StepRow {
  at: string;
  tell: ("visitor" | "agents" | "backup" | "lead" | "supervisors" | "on_call")[];
}

export interface PolicyRow {
  kind: "pickup" | "first_response" | "next_response" | "resolution" | "auto_close" | "email" | "complaint_acknowledgement" | "complaint_update" | "complaint_answer";
  calendar: string | null;
  targets: TargetRow[];
  steps: StepRow[];
  pauses: ("waiting_for_visitor" | "waiting_for_others")[];
}

export interface CalendarRow {
  name: string;
  hours: Hours;
  holidays: number;
  is_open: boolean;
  opens_at: string | null;
}

export interface PoliciesAck {
  version: string;
  file: string;
  is_current: boolean;
  complaints: ComplaintRow[];
  volume: "normal" | "high";
  policies: PolicyRow[];
  calendars: CalendarRow[];
}

export interface GetRedaction {}

export interface RuleRow {
  name: string;
  is_on: boolean;
  masked: number;
  disputed: number;
}

export interface RedactionAck {
  families: RuleRow[];
  rules: RuleRow[];
  formats: number;
  file: string;
  is_current: boolean;
  complaints: ComplaintRow[];
}

export interface GetIntents {}

export interface IntentLanguage {
  lang: string;
  intents: number;
  examples: number;
}

export interface IntentsAck {
  version: string;
  default: string;
  languages: IntentLanguage[];
  forms: string[];
  problems: string[];
}

export interface GetGaps {
  days?: number;
}

export interface Pressed {
  intent: string;
  count: number;
}

export interface GapRow {
  lang: string;
  text: string;
  count: number;
  asked_back: number;
  last_at: string;
  wordings: string[];
  pressed: Pressed[];
}

export interface GapsAck {
  gaps: GapRow[];
  chats: number;
  is_part: boolean;
  answered_by_now: number;
}

export interface ListAudit {
  before?: number | null;
  acts?: ("agent_added" | "agent_changed" | "agent_deactivated" | "agent_activated" | "agent_signed_out" | "sign_in_reset" | "link_made" | "password_set" | "sign_in_failed" | "problem_announced" | "problem_ended" | "volume_declared" | "visitor_blocked" | "visitor_unblocked" | "message_redacted" | "chat_taken_over" | "report_exported" | "reply_saved" | "reply_removed" | "tag_saved" | "tag_removed")[];
  agent?: string;
  about?: string;
  since?: string | null;
  until?: string | null;
}

export interface AuditRow {
  number: number;
  at: string;
  agent: AgentRef;
  act: "agent_added" | "agent_changed" | "agent_deactivated" | "agent_activated" | "agent_signed_out" | "sign_in_reset" | "link_made" | "password_set" | "sign_in_failed" | "problem_announced" | "problem_ended" | "volume_declared" | "visitor_blocked" | "visitor_unblocked" | "message_redacted" | "chat_taken_over" | "report_exported" | "reply_saved" | "reply_removed" | "tag_saved" | "tag_removed";
  about: string;
  details: string;
}

export interface AuditAck {
  entries: AuditRow[];
  before: number | null;
}

export interface AgentCommands {
  set_presence: { fields: SetPresence; ack: Nothing };
  list_chats: { fields: ListChats; ack: ChatsAck };
  open_chat: { fields: OpenChat; ack: OpenAck };
  claim_chat: { fields: ClaimChat; ack: TakenAck };
  answer_offer: { fields: AnswerOffer; ack: TakenAck };
  post_message: { fields: PostAgentMessage; ack: MessageAck };
  add_note: { fields: AddNote; ack: MessageAck };
  redact_message: { fields: RedactMessage; ack: SeqAck };
  transfer_chat: { fields: TransferChat; ack: SeqAck };
  requeue_chat: { fields: RequeueChat; ack: SeqAck };
  take_over: { fields: TakeOver; ack: TakenAck };
  correct_details: { fields: CorrectDetails; ack: SeqAck };
  merge_chats: { fields: MergeChats; ack: SeqAck };
  list_visitor_chats: { fields: ListVisitorChats; ack: VisitorChatsAck };
  set_viewing: { fields: SetViewing; ack: ViewersAck };
  release_chat: { fields: ReleaseChat; ack: SeqAck };
  hand_back_chat: { fields: HandBackChat; ack: SeqAck };
  close_chat: { fields: CloseAgentChat; ack: SeqAck };
  block_visitor: { fields: BlockVisitor; ack: SeqAck };
  set_urgency: { fields: SetUrgency; ack: SeqAck };
  open_complaint: { fields: OpenComplaint; ack: SeqAck };
  search_chats: { fields: SearchChats; ack: SearchAck };
  get_board: { fields: GetBoard; ack: BoardAck };
  get_report: { fields: GetReport; ack: ReportAck };
  set_typing: { fields: SetTyping; ack: Nothing };
  mark_read: { fields: MarkRead; ack: Nothing };
  list_replies: { fields: ListReplies; ack: RepliesAck };
  save_reply: { fields: SaveReply; ack: ReplyAck };
  remove_reply: { fields: RemoveReply; ack: Nothing };
  set_tags: { fields: SetTags; ack: TagsAck };
  list_tags: { fields: ListTags; ack: KnownTagsAck };
  save_tag: { fields: SaveTag; ack: TagAck };
  remove_tag: { fields: RemoveTag; ack: Nothing };
  list_mentions: { fields: ListMentions; ack: MentionsAck };
  read_mentions: { fields: ReadMentions; ack: Nothing };
  suggest_answers: { fields: SuggestAnswers; ack: SuggestionsAck };
  open_ticket: { fields: OpenTicket; ack: SeqAck };
  set_password: { fields: SetPassword; ack: Nothing };
  list_agents: { fields: ListAgents; ack: StaffAck };
  add_agent: { fields: AddAgent; ack: WelcomeAck };
  save_agent: { fields: SaveAgent; ack: AgentAck };
  sign_out_agent: { fields: SignOutAgent; ack: Nothing };
  reset_sign_in: { fields: ResetSignIn; ack: WelcomeAck };
  deactivate_agent: { fields: DeactivateAgent; ack: Nothing };
  activate_agent: { fields: ActivateAgent; ack: AgentAck };
  list_problems: { fields: ListProblems; ack: ProblemsAck };
  announce_problem: { fields: AnnounceProblem; ack: ProblemAck };
  end_problem: { fields: EndProblem; ack: Nothing };
  declare_volume: { fields: DeclareVolume; ack: VolumeAck };
  list_blocked: { fields: ListBlocked; ack: BlockedAck };
  unblock_visitor: { fields: UnblockVisitor; ack: Nothing };
  get_site: { fields: GetSite; ack: SiteAck };
  get_policies: { fields: GetPolicies; ack: PoliciesAck };
  get_redaction: { fields: GetRedaction; ack: RedactionAck };
  get_intents: { fields: GetIntents; ack: IntentsAck };
  get_gaps: { fields: GetGaps; ack: GapsAck };
  list_audit: { fields: ListAudit; ack: AuditAck };
}

export interface Page {
  url: string;
  title: string;
  browser: string;
}

export interface ChatStarted {
  type: "chat_started";
  chat_id: string;
  seq: number;
  at: string;
  visitor_id: string;
  lang: string;
  page: Page;
  details: Record<string, string>;
  zone: string;
  verified: string[];
}

export interface LanguageChanged {
  type: "language_changed";
  chat_id: string;
  seq: number;
  at: string;
  lang: string;
}

export interface Button {
  text: string;
}

export interface Redaction {
  kind: "card" | "key" | "password" | "other";
  start: number;
  end: number;
  rule: string;
}

export interface Attachment {
  file_id: string;
  name: string;
  media_type: string;
  size_bytes: number;
  width: number | null;
  height: number | null;
  redactions: number;
}

export interface MessagePosted {
  type: "message_posted";
  chat_id: string;
  seq: number;
  at: string;
  author: Author;
  text: string;
  client_id: string | null;
  buttons: Button[];
  redactions: Redaction[];
  revision: number;
  files: Attachment[];
}

export interface NoteAdded {
  type: "note_added";
  chat_id: string;
  seq: number;
  at: string;
  author: Author;
  text: string;
  client_id: string | null;
  redactions: Redaction[];
  revision: number;
  mentions: string[];
}

export interface TagsChanged {
  type: "tags_changed";
  chat_id: string;
  seq: number;
  at: string;
  by: Author;
  tags: string[];
}

export interface Cut {
  start: number;
  end: number;
  mask: string;
  kind: "card" | "key" | "password" | "other";
  rule: string;
}

export interface MessageRedacted {
  type: "message_redacted";
  chat_id: string;
  seq: number;
  at: string;
  message_seq: number;
  revision: number;
  cuts: Cut[];
  redactions: Redaction[];
  by: Author;
  client_id: string | null;
}

export interface NoteRedacted {
  type: "note_redacted";
  chat_id: string;
  seq: number;
  at: string;
  message_seq: number;
  revision: number;
  cuts: Cut[];
  redactions: Redaction[];
  by: Author;
  client_id: string | null;
}

export interface RedactionDisputed {
  type: "redaction_disputed";
  chat_id: string;
  seq: number;
  at: string;
  message_seq: number;
  kinds: ("card" | "key" | "password" | "other")[];
  rules: string[];
}

export interface DetailsCollected {
  type: "details_collected";
  chat_id: string;
  seq: number;
  at: string;
  details: Record<string, string>;
  verified: boolean;
}

export interface UrgencyChanged {
  type: "urgency_changed";
  chat_id: string;
  seq: number;
  at: string;
  by: AgentRef;
  plan: string | null;
  severity: number | null;
}

export interface ComplaintOpened {
  type: "complaint_opened";
  chat_id: string;
  seq: number;
  at: string;
  by: AgentRef;
}

export interface DetailsCorrected {
  type: "details_corrected";
  chat_id: string;
  seq: number;
  at: string;
  details: Record<string, string>;
  by: AgentRef;
}

export interface FormState {
  form: string;
  intent: string;
  slot: string;
  tries: number;
  answers: Record<string, string>;
  stage: "asking" | "confirming" | "choosing";
  version: string;
}

export interface SwitchOffer {
  lang: string;
  intent: string | null;
  near: string[];
}

export interface BotState {
  form: FormState | null;
  choices: string[];
  misses: number;
  tried: string[];
  last_intent: string | null;
  denied: string[];
  incident: string | null;
  told: string[];
  switch: SwitchOffer | null;
  stays_with: string[];
  is_warned: boolean;
  helps: boolean;
  asks_address: boolean;
}

export interface BotStepped {
  type: "bot_stepped";
  chat_id: string;
  seq: number;
  at: string;
  state: BotState;
  intent: string | null;
  score: number | null;
}

export interface Packet {
  lang: string;
  reason: "requested" | "intent" | "missed" | "form_failed" | "conduct" | "released" | "agent_lost";
  intent: string | null;
  title: string | null;
  details: Record<string, string>;
  tried: string[];
  misses: number;
  verified: string[];
}

export interface ChatQueued {
  type: "chat_queued";
  chat_id: string;
  seq: number;
  at: string;
  waiting_since: string;
  first_response_due_at: string;
  version: number;
  packet: Packet;
}

export interface TicketOffered {
  type: "ticket_offered";
  chat_id: string;
  seq: number;
  at: string;
}

export interface TicketOpened {
  type: "ticket_opened";
  chat_id: string;
  seq: number;
  at: string;
  address: string;
  due_at: string;
  version: number;
}

export interface EscalationReached {
  type: "escalation_reached";
  chat_id: string;
  seq: number;
  at: string;
  step: "offer_ticket" | "tell_agents" | "call_backup" | "breach" | "offer_ticket_again" | "on_call";
}

export interface OfferMade {
  type: "offer_made";
  chat_id: string;
  seq: number;
  at: string;
  offer_id: string;
  agent: AgentRef;
  expires_at: string;
}

export interface OfferEnded {
  type: "offer_ended";
  chat_id: string;
  seq: number;
  at: string;
  offer_id: string;
  agent: AgentRef;
  outcome: "declined" | "lapsed" | "withdrawn";
}

export interface AgentAssigned {
  type: "agent_assigned";
  chat_id: string;
  seq: number;
  at: string;
  agent: AgentRef;
  version: number;
  by: "claim" | "offer";
}

export interface AgentLost {
  type: "agent_lost";
  chat_id: string;
  seq: number;
  at: string;
  agent: AgentRef;
  version: number;
}

export interface ChatTransferred {
  type: "chat_transferred";
  chat_id: string;
  seq: number;
  at: string;
  from_agent: AgentRef;
  to_agent: AgentRef;
  version: number;
  taken_over: boolean;
}

export interface ChatReleased {
  type: "chat_released";
  chat_id: string;
  seq: number;
  at: string;
  agent: AgentRef;
  version: number;
  team: string | null;
}

export interface ChatHandedBack {
  type: "chat_handed_back";
  chat_id: string;
  seq: number;
  at: string;
  agent: AgentRef;
  version: number;
}

export interface ChatClosed {
  type: "chat_closed";
  chat_id: string;
  seq: number;
  at: string;
  by: Author;
  reason: "resolved" | "visitor_left" | "duplicate" | "conduct" | "spam" | "no_reply" | "other";
  version: number;
  summary: string;
}

export interface ChatMerged {
  type: "chat_merged";
  chat_id: string;
  seq: number;
  at: string;
  other: string;
  side: "into" | "from";
  by: AgentRef;
}

export interface ChatRated {
  type: "chat_rated";
  chat_id: string;
  seq: number;
  at: string;
  score: number;
  comment: string;
}

export interface ChatReopened {
  type: "chat_reopened";
  chat_id: string;
  seq: number;
  at: string;
  waiting_since: string;
  first_response_due_at: string;
  version: number;
}

export interface Facts {
  plan: string;
  severity: number | null;
  volume: "normal" | "high";
}

export interface Within {
  type: "within";
  time: string;
}

export interface WithinDays {
  type: "within_days";
  days: number;
}

export interface TimedStep {
  name: string;
  kind: "warn" | "breach" | "escalate";
  at: string;
  tell: ("visitor" | "agents" | "backup" | "lead" | "supervisors" | "on_call")[];
  rest: string | null;
}

export interface Pause {
  since: string;
  until: string;
}

export interface Clock {
  kind: "pickup" | "first_response" | "next_response" | "resolution" | "auto_close" | "email" | "complaint_acknowledgement" | "complaint_update" | "complaint_answer";
  facts: Facts;
  target: Within | WithinDays;
  started_at: string;
  steps: TimedStep[];
  policy_version: string;
  fired: Record<string, string>;
  pauses: Pause[];
  paused_at: string | null;
  paused_for: ("waiting_for_visitor" | "waiting_for_others")[];
  ended_at: string | null;
  outcome: "running" | "paused" | "breached" | "met" | "cancelled" | null;
}

export interface Entry {
  what: "started" | "paused" | "resumed" | "warned" | "breached" | "escalated" | "recomputed" | "met" | "cancelled";
  at: string;
  due_at: string;
  reason: string;
  step: string;
  step_at: string | null;
  tell: ("visitor" | "agents" | "backup" | "lead" | "supervisors" | "on_call")[];
}

export interface Changed {
  clock: Clock;
  entries: Entry[];
}

export interface ClocksMoved {
  type: "clocks_moved";
  chat_id: string;
  seq: number;
  at: string;
  changes: Changed[];
}

/** What a visitor gets in place of an event that only agents see. */
export interface EventHidden { type: "event_hidden"; chat_id: string; seq: number; at: string }

export type ChatEvent = ChatStarted | LanguageChanged | MessagePosted | NoteAdded | TagsChanged | MessageRedacted | NoteRedacted | RedactionDisputed | DetailsCollected | UrgencyChanged | ComplaintOpened | DetailsCorrected | BotStepped | ChatQueued | TicketOffered | TicketOpened | EscalationReached | OfferMade | OfferEnded | AgentAssigned | AgentLost | ChatTransferred | ChatReleased | ChatHandedBack | ChatClosed | ChatMerged | ChatRated | ChatReopened | ClocksMoved | EventHidden;
/** What visitors get; agents get `AGENT_EVENT_NAMES` too. */
export const EVENT_NAMES = ["chat_started", "language_changed", "message_posted", "message_redacted", "redaction_disputed", "chat_queued", "ticket_offered", "ticket_opened", "agent_assigned", "agent_lost", "chat_transferred", "chat_released", "chat_handed_back", "chat_closed", "chat_rated", "chat_reopened", "event_hidden"] as const;
export const AGENT_EVENT_NAMES = ["note_added", "tags_changed", "note_redacted", "details_collected", "urgency_changed", "complaint_opened", "details_corrected", "bot_stepped", "escalation_reached", "offer_made", "offer_ended", "chat_merged", "clocks_moved"] as const;

export interface TypingChanged {
  chat_id: string;
  kind: "visitor" | "bot" | "agent";
  name: string;
  typing: boolean;
}

export interface DraftShown {
  chat_id: string;
  text: string;
}

export interface Mentioned {
  chat_id: string;
  seq: number;
  by: string;
}

export interface RepliesChanged {}

export interface ChatRead {
  chat_id: string;
  kind: "visitor" | "bot" | "agent";
  seq: number;
}

export interface HeadTold {
  chat_id: string;
  seq: number;
}

export interface PlaceChanged {
  chat_id: string;
  position: number;
  wait_s: number | null;
  kind: "range" | "at_most" | "place" | "nobody" | "apology";
  low_min: number | null;
  high_min: number | null;
  opens_at: string | null;
}

export interface ChatsChanged {
  chats: ChatRow[];
}

export interface ViewersChanged {
  chat_id: string;
  viewers: AgentRef[];
}

export interface PresenceChanged {
  agent: AgentRef;
  status: "available" | "away";
  reason: string;
}

export interface ClockTold {
  chat_id: string;
  name: string;
  kind: "pickup" | "first_response" | "next_response" | "resolution" | "auto_close" | "email" | "complaint_acknowledgement" | "complaint_update" | "complaint_answer";
  what: "started" | "paused" | "resumed" | "warned" | "breached" | "escalated" | "recomputed" | "met" | "cancelled";
  step: string;
  due_at: string;
}

export interface ProblemsChanged {
  problems: Problem[];
}

export interface ComeBack {
  after_s: number;
}

export interface PassingEvents {
  typing_changed: TypingChanged;
  draft_shown: DraftShown;
  mentioned: Mentioned;
  replies_changed: RepliesChanged;
  chat_read: ChatRead;
  head_told: HeadTold;
  place_changed: PlaceChanged;
  chats_changed: ChatsChanged;
  viewers_changed: ViewersChanged;
  presence_changed: PresenceChanged;
  clock_told: ClockTold;
  problems_changed: ProblemsChanged;
  come_back: ComeBack;
}
