"""The schema, as numbered steps. A step that has been released is never changed."""

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("chatserver")


@migrations(name="0001_first")
def _first(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE visitors (
            id TEXT PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE,
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE agents (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL,
            presence TEXT NOT NULL DEFAULT 'away',
            away_reason TEXT NOT NULL DEFAULT '',
            last_assigned_at TEXT,
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE sessions (
            token_hash BLOB PRIMARY KEY,
            agent_id TEXT NOT NULL REFERENCES agents (id),
            expires_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE sign_in_links (
            token_hash BLOB PRIMARY KEY,
            agent_id TEXT NOT NULL REFERENCES agents (id),
            expires_at TEXT NOT NULL
        ) STRICT;
        -- `state` is the fold of the chat's events; the columns beside it are what lists ask for.
        CREATE TABLE chats (
            id TEXT PRIMARY KEY,
            visitor_id TEXT NOT NULL REFERENCES visitors (id),
            status TEXT NOT NULL,
            seq INTEGER NOT NULL,
            agent_id TEXT,
            offered_to TEXT,
            offer_expires_at TEXT,
            waiting_since TEXT,
            last_at TEXT NOT NULL,
            visitor_read_seq INTEGER NOT NULL DEFAULT 0,
            agent_read_seq INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX chats_one_open_per_visitor ON chats (visitor_id) WHERE status <> 'closed';
        CREATE INDEX chats_waiting ON chats (waiting_since) WHERE status = 'queued';
        CREATE INDEX chats_of_agent ON chats (agent_id) WHERE status = 'assigned';
        CREATE INDEX chats_by_time ON chats (last_at);
        CREATE TABLE events (
            chat_id TEXT NOT NULL REFERENCES chats (id),
            seq INTEGER NOT NULL,
            at TEXT NOT NULL,
            type TEXT NOT NULL,
            body TEXT NOT NULL,
            author TEXT,
            client_id TEXT,
            content_hash BLOB,
            PRIMARY KEY (chat_id, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX events_once ON events (chat_id, author, client_id) WHERE client_id IS NOT NULL;
        """
    )


@migrations(name="0002_problems")
def _problems(db: Database) -> None:
    db.executescript(
        """
        -- Incidents that visitors are told of before they ask; `translations` is a mapping of language to text.
        CREATE TABLE problems (
            id TEXT PRIMARY KEY,
            text TEXT NOT NULL,
            translations TEXT NOT NULL DEFAULT '{}',
            started_at TEXT NOT NULL,
            ended_at TEXT
        ) STRICT;
        """
    )


@migrations(name="0003_files")
def _files(db: Database) -> None:
    db.executescript(
        """
        -- The bytes are in the folder `files`, under the name `stored_as`.
        CREATE TABLE files (
            id TEXT PRIMARY KEY,
            chat_id TEXT NOT NULL REFERENCES chats (id),
            author TEXT NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            width INTEGER,
            height INTEGER,
            redactions INTEGER NOT NULL DEFAULT 0,
            stored_as TEXT NOT NULL UNIQUE,
            uploaded_at TEXT NOT NULL,
            is_posted INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX files_of_chat ON files (chat_id);
        CREATE INDEX files_unposted ON files (uploaded_at) WHERE is_posted = 0;
        """
    )


@migrations(name="0004_routing")
def _routing(db: Database) -> None:
    db.executescript(
        """
        -- What an agent is limited to, as JSON lists; empty means everything.
        ALTER TABLE agents ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE agents ADD COLUMN teams TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE agents ADD COLUMN skills TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE agents ADD COLUMN cap INTEGER;
        ALTER TABLE agents ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
        ALTER TABLE visitors ADD COLUMN blocked_at TEXT;
        -- One row for each time that a chat joined the queue; durations are in seconds.
        CREATE TABLE waits (
            chat_id TEXT NOT NULL REFERENCES chats (id),
            joined_at TEXT NOT NULL,
            lang TEXT NOT NULL,
            plan TEXT NOT NULL DEFAULT '',
            severity INTEGER NOT NULL DEFAULT 3,
            predicted REAL,
            low REAL,
            high REAL,
            offered_at TEXT,
            accepted_at TEXT,
            answered_at TEXT,
            left_at TEXT,
            ticket_offered_at TEXT,
            ticket_taken_at TEXT,
            breached_at TEXT,
            handled_until TEXT,
            agent_id TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (chat_id, joined_at)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX waits_joined ON waits (joined_at);
        """
    )


@migrations(name="0005_clocks")
def _clocks(db: Database) -> None:
    db.executescript(
        """
        -- `clocks` belongs to the state, and is written only when a clock moves. `next_due_at` is the earliest of their
        -- steps that is to come: timers are rows, so that each fires after a restart.
        ALTER TABLE chats ADD COLUMN clocks TEXT;
        ALTER TABLE chats ADD COLUMN next_due_at TEXT;
        CREATE INDEX chats_due ON chats (next_due_at) WHERE next_due_at IS NOT NULL;
        """
    )


@migrations(name="0006_identity")
def _identity(db: Database) -> None:
    db.executescript(
        """
        -- A hash of the id that the website's own server has signed; the same person has one visitor for each browser.
        ALTER TABLE visitors ADD COLUMN external_id TEXT;
        CREATE INDEX visitors_of_person ON visitors (external_id) WHERE external_id IS NOT NULL;
        CREATE INDEX chats_of_visitor ON chats (visitor_id, last_at);
        """
    )


@migrations(name="0007_mail")
def _mail(db: Database) -> None:
    db.executescript(
        """
        -- What is to be sent. `next_try_at` is also the end of a claim; it is NULL when the order is over, and then the
        -- address and the body are gone, too. `address_hash` stays for the limits.
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            chat_id TEXT NOT NULL REFERENCES chats (id),
            once TEXT NOT NULL UNIQUE,
            address TEXT NOT NULL,
            address_hash BLOB NOT NULL,
            body TEXT NOT NULL,
            created_at TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            next_try_at TEXT,
            claim TEXT NOT NULL DEFAULT '',
            outcome TEXT,
            over_at TEXT
        ) STRICT;
        CREATE INDEX outbox_due ON outbox (kind, next_try_at) WHERE next_try_at IS NOT NULL;
        CREATE INDEX outbox_ordered ON outbox (kind, created_at);
        CREATE INDEX outbox_over ON outbox (over_at) WHERE over_at IS NOT NULL;
        """
    )


@migrations(name="0008_search")
def _search(db: Database) -> None:
    db.executescript(
        """
        -- What the index knows of a chat; `tags` are kept between line ends. A row of `search` has the id
        -- number << 20 | seq, so that the rows of a chat stand together and those of younger chats come later.
        CREATE TABLE search_chats (
            number INTEGER PRIMARY KEY,
            chat TEXT NOT NULL UNIQUE,
            indexed_seq INTEGER NOT NULL,
            started_at TEXT NOT NULL,
            last_at TEXT NOT NULL,
            status TEXT NOT NULL,
            lang TEXT NOT NULL,
            plan TEXT NOT NULL,
            rating INTEGER,
            agent TEXT,
            name TEXT NOT NULL,
            tags TEXT NOT NULL
        ) STRICT;
        -- Chats of which the index does not know the newest.
        CREATE TABLE search_unindexed (chat TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        -- The words alone: the texts are in `events`.
        CREATE VIRTUAL TABLE search USING fts5 (
            visitor, agent, note, bot, about, author,
            content = '', columnsize = 0, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
        );
        -- An older database is indexed from its newest chat on; this is how far.
        INSERT INTO meta SELECT 'search_from', '' WHERE EXISTS (SELECT 1 FROM chats);
        """
    )


@migrations(name="0009_replies")
def _replies(db: Database) -> None:
    db.executescript(
        """
        -- Canned replies; `texts` is a mapping of language to text, `updated_by` the name of whoever saved it last.
        CREATE TABLE replies (
            id TEXT PRIMARY KEY,
            shortcut TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            texts TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            updated_by TEXT NOT NULL
        ) STRICT;
        -- Tags that are suggested; `texts` is what a closing summary says of one, by language.
        CREATE TABLE tags (
            name TEXT PRIMARY KEY,
            texts TEXT NOT NULL DEFAULT '{}',
            added_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Whom a note has named; its words are read from the log, where they may be redacted later.
        CREATE TABLE mentions (
            agent_id TEXT NOT NULL REFERENCES agents (id),
            chat_id TEXT NOT NULL REFERENCES chats (id),
            seq INTEGER NOT NULL,
            at TEXT NOT NULL,
            read_at TEXT,
            PRIMARY KEY (agent_id, chat_id, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mentions_unread ON mentions (agent_id, at) WHERE read_at IS NULL;
        """
    )


@migrations(name="0011_administration")
def _administration(db: Database) -> None:
    db.executescript(
        """
        -- When an agent works, as JSON; and since when they may not sign in any more.
        ALTER TABLE agents ADD COLUMN hours TEXT;
        ALTER TABLE agents ADD COLUMN left_at TEXT;
        CREATE INDEX visitors_blocked ON visitors (blocked_at, id) WHERE blocked_at IS NOT NULL;
        -- Switches of the whole site, with who has set them last.
        CREATE TABLE site_flags (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL,
            since TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            agent_name TEXT NOT NULL
        ) STRICT;
        -- Who did what beside the chats; rows are added and never changed. Names are as they were then.
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            agent_name TEXT NOT NULL,
            act TEXT NOT NULL,
            about TEXT NOT NULL,
            details TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_by_act ON audit (act, number);
        """
    )
