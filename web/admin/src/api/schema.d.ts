// Generated from server/openapi.json by `npm run types`; do not edit.

export interface paths {
    "/ofrep/v1/evaluate/flags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate one flag
         * @description What a client key sends of attributes that are not marked client is dropped; no answer tells them from attributes that nobody declared.
         */
        post: operations["evaluateFlag"];
        delete?: never;
        /** CORS preflight */
        options: operations["preflightFlag"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ofrep/v1/evaluate/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Evaluate all flags that the key may see
         * @description What a client key sends of attributes that are not marked client is dropped; no answer tells them from attributes that nobody declared.
         */
        post: operations["evaluateFlags"];
        delete?: never;
        /** CORS preflight */
        options: operations["preflightFlags"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a provider needs to decide in its own process */
        get: operations["definitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open a WebSocket that tells answers and what changes of them */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open a WebSocket whose every message is all current answers */
        get: operations["updates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell an OFREP client when to evaluate again */
        get: operations["refetchEvents"];
        put?: never;
        /** The messages of the WebSocket as server-sent events */
        post: operations["streamEvents"];
        delete?: never;
        /** CORS preflight */
        options: operations["preflightEvents"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that somebody did something
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportTrack"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightTrack"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/t": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that somebody did something
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportTrackShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightTrackShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report facts about somebody
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportIdentify"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightIdentify"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report facts about somebody
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportIdentifyShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightIdentifyShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that somebody saw a page
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportPage"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightPage"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/p": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that somebody saw a page
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportPageShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightPageShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that somebody saw a screen of an app
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportScreen"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightScreen"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/s": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that somebody saw a screen of an app
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportScreenShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightScreenShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report which group somebody belongs to
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportGroup"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightGroup"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/g": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report which group somebody belongs to
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportGroupShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightGroupShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that two ids are one person
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportAlias"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightAlias"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/a": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that two ids are one person
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportAliasShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightAliasShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report many calls at once
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportBatch"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightBatch"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report many calls at once
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportBatchShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightBatchShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report many calls at once, from the past
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportImport"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightImport"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/m": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report many calls at once, from the past
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportImportShort"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightImportShort"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/beacon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report many calls while a page is left
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportBeacon"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightBeacon"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/beacon/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report many calls while a page is left, as RudderStack's library does
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportRudderBeacon"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightRudderBeacon"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/s/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report one call as Jitsu's libraries do
         * @description A call of the Segment specification. The body is JSON whatever its Content-Type says, and may be gzip. The key is sent like everywhere, or as the user of basic authentication, as X-Write-Key, as writeKey in the body or in the query.
         */
        post: operations["reportJitsu"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightJitsu"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cloudevents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report CloudEvents
         * @description One event in JSON (application/cloudevents+json), a list of them (application/cloudevents-batch+json), or one in binary form with ce- headers. The type is the name of the event; the extension attribute fingerpostcall makes it another call.
         */
        post: operations["reportCloudEvents"];
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightCloudEvents"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{key}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell Segment's browser library where to report */
        get: operations["analyticsSettings"];
        put?: never;
        post?: never;
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightSettings"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sourceConfig/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell RudderStack's browser library what it is */
        get: operations["sourceConfig"];
        put?: never;
        post?: never;
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightSourceConfig"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sourceConfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell RudderStack's browser library what it is */
        get: operations["sourceConfigBare"];
        put?: never;
        post?: never;
        delete?: never;
        /** Ask whether a page may report */
        options: operations["preflightSourceConfigBare"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["healthy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Should requests be sent here? */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List environments */
        get: operations["listEnvironments"];
        put?: never;
        /** Create an empty environment */
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the environment file */
        get: operations["showDefinitions"];
        /**
         * Apply an environment file
         * @description Adds and changes what the file holds. A revision in the file, or If-Match, makes it refuse when somebody else published since; with dry_run it answers the changes to the newest revision, and stale.
         */
        put: operations["applyDefinitions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish single changes */
        post: operations["publishChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List revisions */
        get: operations["listRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/revisions/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a revision */
        get: operations["showRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compare two revisions */
        get: operations["diffRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the definitions of an earlier revision again */
        post: operations["rollBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Verify the hash chain */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List keys */
        get: operations["listKeys"];
        put?: never;
        /** Make a key */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a key */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the declared lists */
        get: operations["listLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/lists/{list}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the members of a list */
        get: operations["listMembers"];
        put?: never;
        /** Add and remove members */
        post: operations["changeMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find profiles, or list them */
        get: operations["listProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/profiles/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what is known of a person */
        get: operations["showProfile"];
        put?: never;
        post?: never;
        /**
         * Erase a person
         * @description The key of the profile is destroyed, and with it what every log, store and backup holds of the person.
         */
        delete: operations["eraseProfile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/profiles/{person}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the history of a person */
        get: operations["showHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/profiles/{person}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything that is stored of a person
         * @description Reads the whole log of events, so it can take a while.
         */
        get: operations["exportProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/profiles/{person}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a merge
         * @description What came since the merge stays where it is. They stay two, also when an event or an identify names both, until an alias with a server key joins them again.
         */
        post: operations["unmergeProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/suppressed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count suppressed identifiers
         * @description Identifiers of people who were erased, and of whom nothing is taken in any more. They are kept as keyed hashes: they can be counted and asked for, not listed.
         */
        get: operations["showSuppressed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/suppressed/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in events of an identifier again */
        post: operations["liftSuppressed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events that were not accepted */
        get: operations["listFailures"];
        put?: never;
        post?: never;
        /** Forget failed events */
        delete: operations["deleteFailures"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/failures/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send failed events again
         * @description Either ids, of events that are sent as they were, or one id and the event as it should have been.
         */
        post: operations["replayFailures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List segments with their sizes */
        get: operations["listSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/segments/{segment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a segment */
        get: operations["showSegment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/segments/{segment}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Turn the pages of who is in a segment */
        get: operations["listSegmentMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/segments/size": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count whom a rule is true for */
        post: operations["sizeSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/segments/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who would come into a segment and who would go */
        post: operations["compareSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what a publish would do to the people who are known
         * @description Of an environment file, or, with `to` and without a body, of a rollback.
         */
        post: operations["showImpact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/percentiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how attributes are spread over all people */
        get: operations["listPercentiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what goes on in the background */
        get: operations["showWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Watch the changes that listeners are told */
        get: operations["watchLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Copy the store while it is served */
        get: operations["backUp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check an environment file */
        post: operations["checkFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/rules/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a rule, and read it as sentences */
        post: operations["checkRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Explain a decision */
        post: operations["explain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide flags */
        post: operations["evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/lists/{list}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add or remove the members of a file */
        post: operations["uploadMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/get_personalized_content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each slot shows somebody */
        get: operations["personalizedContent"];
        put?: never;
        post?: never;
        delete?: never;
        /** CORS preflight */
        options: operations["preflightContent"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predict_next_step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What somebody is to do next */
        post: operations["predictNextStep"];
        delete?: never;
        /** CORS preflight */
        options: operations["preflightNextStep"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the content types, and how complete the entries are */
        get: operations["showContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show what the slots show somebody */
        post: operations["previewContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/preview/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link to a preview */
        post: operations["linkPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/preview/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See a preview */
        get: operations["openPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List images, the newest first */
        get: operations["listImages"];
        put?: never;
        /**
         * Upload an image
         * @description The body is the file itself: JPEG, PNG, GIF or WebP, at most 10 MiB, 12,000 pixels a side and 40 million in all. Its Content-Type is not looked at. What the file says beside the picture, such as where it was taken, is taken out. The same file uploaded again is the same image.
         */
        post: operations["uploadImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what is known of an image */
        get: operations["showImage"];
        put?: never;
        post?: never;
        /** Delete an image */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an image
         * @description What an ID names never changes, so the answer may be kept for ever.
         */
        get: operations["serveImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in? */
        get: operations["showSession"];
        put?: never;
        /**
         * Sign in with a password
         * @description Whoever fails too often has to wait. Attempts are counted by address, and by account on devices where its owner has never signed in, so that guessing locks nobody out of their own device.
         */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change one's own name or password
         * @description A new password takes the old one, and ends all other sessions.
         */
        patch: operations["changeOwnAccount"];
        trace?: never;
    };
    "/api/v1/session/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign in with the identity provider */
        get: operations["enterOIDC"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from the identity provider */
        get: operations["returnOIDC"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the first account */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom is an invitation for? */
        post: operations["openInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation, or set a new password */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List open invitations */
        get: operations["listInvitations"];
        put?: never;
        /** Invite somebody */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["takeBackInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List accounts */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an account */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        /**
         * Change somebody's name or roles, or keep them out
         * @description What is not sent stays. Whoever is disabled is signed out. One administrator always stays.
         */
        patch: operations["changeAccount"];
        trace?: never;
    };
    "/api/v1/accounts/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let somebody set a new password */
        post: operations["resetAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/rules/print": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a rule that was built from sentences */
        post: operations["printRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/rules/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what rules can be written with */
        get: operations["showVocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List drafts, the newest first */
        get: operations["listDrafts"];
        put?: never;
        /** Begin a draft */
        post: operations["createDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a draft with its changes */
        get: operations["showDraft"];
        put?: never;
        post?: never;
        /** Discard a draft; it can be restored for 30 days */
        delete: operations["discardDraft"];
        options?: never;
        head?: never;
        /** Give a draft another title */
        patch: operations["renameDraft"];
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a discarded draft back */
        post: operations["restoreDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/changes/{kind}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set or delete a definition in a draft
         * @description Send If-None-Match: * for the first edit of a definition, and the change's version in If-Match for every other. Edits of different definitions are never in conflict. An edit voids approvals.
         */
        put: operations["putDraftChange"];
        post?: never;
        /** Take a change out of a draft */
        delete: operations["undoDraftChange"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/changes/{kind}/{key}/rebase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide between a draft's change and what somebody else has published */
        post: operations["rebaseDraftChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what would be published of a draft now */
        get: operations["reviewDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who would be given something else if a draft were published */
        post: operations["showDraftImpact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a draft that you have not edited */
        post: operations["approveDraft"];
        /** Take your approval of a draft back */
        delete: operations["withdrawApproval"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish a draft as one revision, now or at a time */
        post: operations["publishDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/drafts/{draft}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a draft's schedule back */
        delete: operations["unscheduleDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what the environment asks of those who publish */
        get: operations["showSettings"];
        /** Change what the environment asks of those who publish */
        put: operations["changeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count what is not as it is declared
         * @description Properties and traits that events had and that are not as they are declared, by what became of them, the latest first. Values are never said.
         */
        get: operations["listViolations"];
        put?: never;
        post?: never;
        /** Begin to count violations anew */
        delete: operations["forgetViolations"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browse definitions
         * @description Definitions of one kind, or of all, without the rest of them: by kind and key, page by page.
         */
        get: operations["listCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/catalog/{kind}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one definition
         * @description With who refers to it, and which revisions changed it.
         */
        get: operations["showDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/live/now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show how many listen */
        get: operations["showLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments/{env}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill an empty environment with the onboarding sample */
        post: operations["publishSample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Evaluation: {
            key: string;
            /** @enum {unknown} */
            reason: "STATIC" | "TARGETING_MATCH" | "SPLIT" | "DEFAULT" | "DISABLED";
            variant?: string;
            value?: boolean | string | number | Record<string, never> | unknown[];
            metadata?: {
                [key: string]: boolean | string | number;
            };
        };
        EvaluationFailure: {
            key?: string;
            /** @enum {unknown} */
            errorCode: "PARSE_ERROR" | "INVALID_CONTEXT" | "TARGETING_KEY_MISSING" | "FLAG_NOT_FOUND" | "GENERAL";
            errorDetails?: string;
            metadata?: {
                [key: string]: boolean | string | number;
            };
        };
        Evaluations: {
            flags: (components["schemas"]["Evaluation"] | components["schemas"]["EvaluationFailure"])[];
            metadata: {
                revision: number;
            };
            /** @description Where an OFREP client hears that its answer has changed. */
            eventStreams?: {
                /** @constant */
                type: "sse";
                endpoint: {
                    requestUri: string;
                };
                inactivityDelaySec: number;
            }[];
        };
        OFREPDetails: {
            key?: string;
            errorDetails: string;
        };
        Snapshot: {
            revision: number;
            environment: string;
            hash: string;
            definitions: components["schemas"]["EnvironmentFile"];
            /** @description Flags that only the server can decide. */
            remote: string[];
            /** @description For each of them a text that is another one once a publish can have changed its answers. */
            versions: {
                [key: string]: string;
            };
        };
        /** @description An environment file; docs/schema/environment.json describes it. */
        EnvironmentFile: {
            /** @constant */
            fingerpost: 1;
        };
        Environment: {
            name: string;
            revision: number;
        };
        Change: {
            /** @enum {unknown} */
            kind: "attribute" | "group" | "event" | "list" | "segment" | "model" | "content_type" | "content" | "flag" | "setting";
            key: string;
            /** @description The definition as in the environment file; absent deletes it. */
            value?: unknown;
        };
        Changed: {
            /** @enum {unknown} */
            kind: "attribute" | "group" | "event" | "list" | "segment" | "model" | "content_type" | "content" | "flag" | "setting";
            key: string;
            /** @enum {unknown} */
            action: "add" | "change" | "delete";
            /** @description The definition as in the environment file. */
            before?: unknown;
            /** @description The definition as in the environment file. */
            after?: unknown;
        };
        Published: {
            revision: number;
            changes: components["schemas"]["Changed"][];
            dry_run?: boolean;
            /** @description With dry_run: another revision is expected than the newest, so that a publish would be refused with 409. */
            stale?: boolean;
        };
        Revision: {
            environment: string;
            number: number;
            author: string;
            message?: string;
            /** Format: date-time */
            at: string;
            changes: components["schemas"]["Change"][];
            parent: string;
            hash: string;
        };
        RevisionHead: {
            revision: number;
            author: string;
            message?: string;
            /** Format: date-time */
            at: string;
        };
        Key: {
            id: string;
            /** @enum {unknown} */
            kind: "server" | "client" | "identity" | "admin";
            environment?: string;
            name?: string;
            /** @description The first characters of the key. */
            hint: string;
            /** Format: date-time */
            created_at: string;
        };
        NewKey: {
            id: string;
            /** @enum {unknown} */
            kind: "server" | "client" | "identity" | "admin";
            environment?: string;
            name?: string;
            /** @description The first characters of the key. */
            hint: string;
            /** Format: date-time */
            created_at: string;
            /** @description The key itself. */
            secret: string;
        };
        List: {
            key: string;
            description?: string;
            of: string;
        };
        Diagnostic: {
            message: string;
            hint?: string;
            line: number;
            column: number;
            /** @description In UTF-16 code units. */
            offset: number;
            /** @description In UTF-16 code units. */
            length: number;
            /** @description The ID of the condition in the builder's form that it is about; absent if it is about the whole. */
            condition?: string;
            /** @description The member of that condition that is wrong. */
            field?: string;
            /** @description The place in the text of a card, as it was sent. */
            within?: {
                offset: number;
                length: number;
            };
            /** @description A change of the text that mends it: the text to put in the place of a part of the source. */
            fix?: {
                text: string;
                /** @description In UTF-16 code units. */
                offset: number;
                /** @description In UTF-16 code units. */
                length: number;
            };
        };
        Problem: {
            path?: string;
            line?: number;
            column?: number;
            message: string;
            hint?: string;
            rule?: components["schemas"]["Diagnostic"];
        };
        Decision: {
            flag: string;
            /** @enum {unknown} */
            reason: "STATIC" | "TARGETING_MATCH" | "SPLIT" | "DEFAULT" | "DISABLED" | "ERROR";
            variant?: string;
            value?: boolean | string | number | Record<string, never> | unknown[];
            targeting?: string;
            errorCode?: string;
            errorDetails?: string;
            metadata?: {
                [key: string]: boolean | string | number;
            };
            revision: number;
            /** Format: date-time */
            until?: string;
        };
        ExplainedEntry: {
            name: string;
            reached: boolean;
            result: string;
            rule?: components["schemas"]["ExplainedNode"];
            bucket?: number;
        };
        ExplainedNode: {
            text: string;
            outcome: string;
            value?: unknown;
            note?: string;
            children?: components["schemas"]["ExplainedNode"][];
        };
        Explained: {
            decision: components["schemas"]["Decision"];
            entries: components["schemas"]["ExplainedEntry"][];
            /** @description Who was named. */
            person?: string;
            /** @description Some events that the person had at the instant are not known any more. */
            incomplete?: boolean;
            /** @description What was noted that the person was really given by then. */
            given?: components["schemas"]["Given"];
        };
        Error: {
            error: {
                /** @enum {unknown} */
                code: "bad_request" | "parse_error" | "invalid_context" | "unauthorized" | "forbidden" | "origin_forbidden" | "not_found" | "unknown_environment" | "unknown_revision" | "unknown_key" | "unknown_list" | "unknown_flag" | "method_not_allowed" | "conflict" | "environment_exists" | "too_large" | "unsupported_media_type" | "invalid" | "too_many_attempts" | "too_many_streams" | "internal" | "not_ready" | "busy" | "unavailable" | "unknown_profile" | "unknown_segment" | "unknown_failure" | "unknown_image" | "image_in_use" | "images_full" | "signed_out" | "wrong_password" | "unknown_account" | "unknown_invitation" | "account_exists" | "last_admin" | "unknown_draft" | "unknown_change" | "draft_state" | "moved" | "too_many_drafts" | "nothing_to_publish" | "approval_needed" | "own_draft";
                message: string;
                hint?: string;
                problems?: components["schemas"]["Problem"][];
                current?: components["schemas"]["RevisionHead"];
                draft?: components["schemas"]["DraftChange"];
            };
        };
        Reported: {
            /** @description Always true: what was not accepted will not be accepted by sending it again. */
            success: boolean;
            accepted: number;
            /** @description Calls that were taken in before. */
            duplicates?: number;
            /** @description Calls that are among the failed events. */
            failed?: number;
            /** @description Calls that say nothing, or that the schema drops. */
            ignored?: number;
            /** @description Events about somebody who was erased and of whom nothing is taken in. */
            suppressed?: number;
        };
        Identifier: {
            /** @enum {string} */
            kind: "user" | "anonymous" | "group";
            value: string;
        };
        ProfileHead: {
            /** @description The person's id, which survives the step from anonymous to known. */
            person: string;
            /** @enum {string} */
            kind: "person" | "group";
            /** @description Up to ten, those of users first. */
            identifiers: components["schemas"]["Identifier"][];
            /** @description How many are not shown. */
            more_identifiers?: number;
            /**
             * Format: date-time
             * @description When the first event happened.
             */
            first_seen: string;
            /**
             * Format: date-time
             * @description When the latest event happened.
             */
            last_seen: string;
            /** @description A few traits that tell people apart. */
            traits: {
                [key: string]: unknown;
            };
        };
        Listed: {
            list: string;
            /** @description The attribute whose values are members. */
            of: string;
            members: string[];
        };
        Profile: {
            person: string;
            /** @enum {string} */
            kind: "person" | "group";
            identifiers: components["schemas"]["Identifier"][];
            /** Format: date-time */
            first_seen: string;
            /** Format: date-time */
            last_seen: string;
            traits: {
                name: string;
                /** @description What was told. */
                value: unknown;
                /**
                 * Format: date-time
                 * @description When it was told.
                 */
                since: string;
                /** @description What the attribute is declared as; absent where none of the name is declared. */
                type?: string;
                /** @description Why no rule reads it. */
                problem?: string;
            }[];
            /** @description The computed attributes that have a value. */
            computed: {
                name: string;
                type: string;
                value: unknown;
                /**
                 * Format: date-time
                 * @description When time alone can change the value.
                 */
                until?: string;
            }[];
            /** @description The groups that the person belongs to, the latest first. */
            groups: {
                group: string;
                /** Format: date-time */
                since: string;
            }[];
            segments: {
                segment: string;
                /**
                 * Format: date-time
                 * @description When the person came in.
                 */
                since: string;
            }[];
            /** @description The lists that rules find the person in. */
            lists: string[];
            scores: {
                name: string;
                number: number;
                text?: string;
                /** @description Of the model. */
                version: number;
            }[];
            /** @description What was decided for the person, by flag, the latest first. */
            given: components["schemas"]["Given"][];
            /** @description Events by their names, the latest first. */
            events: {
                event: string;
                count: number;
                /** Format: date-time */
                first: string;
                /** Format: date-time */
                last: string;
            }[];
            /** @description The profiles that were merged into this one. */
            merged: {
                person: string;
                /** Format: date-time */
                at: string;
                identifiers: components["schemas"]["Identifier"][];
            }[];
        };
        Happening: {
            sequence: number;
            /** @description The event as a call of the Segment specification. */
            event: {
                [key: string]: unknown;
            };
        };
        Failure: {
            id: number;
            /** Format: date-time */
            at: string;
            /** @description Why, as a word that programs may compare. */
            reason: string;
            message: string;
            path?: string;
            call?: string;
            name?: string;
            /** @description The event as it was sent, without tokens and keys. */
            event?: unknown;
            /** @description What was sent, where it is no JSON. */
            raw?: string;
        };
        Segment: {
            key: string;
            description?: string;
            when: string;
            size: number;
            used_by: string[];
            /** @description Some who are in it. */
            sample?: components["schemas"]["Member"][];
        };
        Size: {
            people: number;
            members: number;
            unknown: number;
            /** @description The sentences that the rule is built of; absent if it is a single one. */
            conditions?: {
                /** @description In the rule's builder form. */
                id: string;
                text: string;
                /** @description For whom this condition is true by itself. */
                members: number;
                /** @description Who would be members without this condition. */
                without: number;
            }[];
            /** @description The person ids of some who are in it, at most ten. */
            sample?: string[];
            /** @description How sure the numbers are where they are estimates; absent where they are exact. */
            estimate?: {
                /** @description People in the sample. */
                asked: number;
                /** @description The number of members is not below this, */
                low: number;
                /** @description nor above this, with a probability of 95 %. */
                high: number;
            };
            /**
             * @description How the conditions are joined.
             * @enum {string}
             */
            match: "all" | "any";
            /** @description The same people as lists show them. */
            sample_people?: components["schemas"]["ProfileHead"][];
        };
        Impact: {
            revision: number;
            /** Format: date-time */
            at: string;
            people: number;
            flags: {
                flag: string;
                /** @description People who would be given another variant. */
                changed: number;
                /** @description People who would be given the same variant with another value, such as another text. */
                altered: number;
                matrix: {
                    /** @description A variant; empty where there is no value. */
                    before: string;
                    after: string;
                    /** @description Whether it is the same variant with another value, such as another text. */
                    altered?: boolean;
                    people: number;
                    sample?: string[];
                }[];
            }[] | null;
        };
        Work: {
            /** @enum {string} */
            kind: "memberships" | "backfill" | "retention";
            about?: string;
            done: number;
            total?: number;
            changed: number;
            /** Format: date-time */
            started: string;
            /** Format: date-time */
            ended?: string;
            problem?: string;
        };
        Percentile: {
            attribute: string;
            version: number;
            /** Format: date-time */
            at: string;
            people: number;
            population: number;
            /** @description The values at 0, 1, 2 … 100 percent of the people. */
            cuts: number[];
        };
        Member: {
            /** @description The person's id, which survives the step from anonymous to known. */
            person: string;
            /** @enum {string} */
            kind: "person" | "group";
            /** @description Up to ten, those of users first. */
            identifiers: components["schemas"]["Identifier"][];
            /** @description How many are not shown. */
            more_identifiers?: number;
            /**
             * Format: date-time
             * @description When the first event happened.
             */
            first_seen: string;
            /**
             * Format: date-time
             * @description When the latest event happened.
             */
            last_seen: string;
            /** @description A few traits that tell people apart. */
            traits: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            since: string;
        };
        Given: {
            flag: string;
            variant?: string;
            reason: string;
            /** @description The entry that decided. */
            targeting?: string;
            revision: number;
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
        };
        /** @description One change of one person's answer. */
        Seen: {
            /** Format: date-time */
            at: string;
            person?: string;
            flag: string;
            /** @description The variant before. */
            from?: string;
            to?: string;
            /**
             * @description What changed: the variant, or where that stays the text of content, the value, or why it is served.
             * @enum {unknown}
             */
            changed: "variant" | "text" | "value" | "reason";
            reason?: string;
            revision: number;
            cause: {
                /** @enum {unknown} */
                kind: "publish" | "event" | "time" | "list" | "profile";
                revision?: number;
                event?: string;
                list?: string;
            };
            listeners: number;
            /** @description Milliseconds from the cause to the new answer. */
            delay: number;
        };
        /** @description An entry of content as its reader sees it. The schema of its fields is that of its type. */
        Item: {
            entry: string;
            variant?: string;
            type: string;
            locale?: string;
            /** @enum {unknown} */
            dir?: "ltr" | "rtl";
            fields: {
                [key: string]: unknown;
            };
        };
        ContentType: {
            key: string;
            /** @description Every environment has the type. */
            ready: boolean;
            definition: {
                [key: string]: unknown;
            };
            /** @description The JSON Schema of what the fields are to a reader. */
            schema: {
                [key: string]: unknown;
            };
        };
        PreviewedSlot: {
            slot: string;
            description?: string;
            flag: string;
            /** @enum {unknown} */
            reason: "STATIC" | "TARGETING_MATCH" | "SPLIT" | "DEFAULT" | "DISABLED" | "ERROR";
            variant?: string;
            value?: boolean | string | number | Record<string, never> | unknown[];
            targeting?: string;
            errorCode?: string;
            errorDetails?: string;
            metadata?: {
                [key: string]: boolean | string | number;
            };
            revision: number;
            /** Format: date-time */
            until?: string;
            forced?: boolean;
            /** @description The value rendered. */
            html?: string;
            /** @description Why the default is shown instead of something else. */
            problem?: string;
            variants: string[];
            entries?: components["schemas"]["ExplainedEntry"][];
        };
        Image: {
            /** @description <hash>-<width>x<height>.<type>: what content names the image by. */
            id: string;
            /** @enum {unknown} */
            type: "image/jpeg" | "image/png" | "image/gif" | "image/webp";
            /** @description What is seen, whichever way the camera was held. */
            width: number;
            height: number;
            bytes: number;
            /** @description Where anybody gets it, on this server. */
            url: string;
            /** Format: date-time */
            uploaded_at: string;
            /** @description Smaller sizes, the smallest first. A standard width that is not among them is answered with the next larger size. */
            sizes: {
                width: number;
                height: number;
                /** @enum {unknown} */
                type: "image/jpeg" | "image/png";
                bytes: number;
                url: string;
            }[];
        };
        /**
         * @description viewer reads and previews; editor also drafts and uploads; publisher also publishes, rolls back, approves and changes lists; admin also manages keys and settings, and erases people.
         * @enum {unknown}
         */
        Role: "viewer" | "editor" | "publisher" | "admin";
        /** @description Roles by environment; `*` stands for all environments that are not named. An administrator of `*` also manages accounts, environments and backups. */
        Roles: {
            [key: string]: components["schemas"]["Role"];
        };
        Account: {
            id: string;
            name: string;
            email: string;
            roles: components["schemas"]["Roles"];
            disabled?: boolean;
            /** @description Signs in with the identity provider. */
            oidc?: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            seen_at?: string;
        };
        Invitation: {
            id: string;
            email: string;
            roles: components["schemas"]["Roles"];
            /** @description Who invites. */
            by: string;
            /** @description Sets a new password of an account that exists. */
            reset?: boolean;
            /** Format: date-time */
            expires_at: string;
            /** @description Opens the invitation; shown only when it is made. The console takes it at `/admin/invitation#TOKEN`. */
            token?: string;
        };
        Session: {
            signed_in: boolean;
            /** @description Nobody has an account yet: POST /api/v1/setup makes the first. */
            setup: boolean;
            oidc?: {
                name: string;
                url: string;
            };
            version?: string;
            account?: components["schemas"]["Account"];
            environments?: {
                name: string;
                role: components["schemas"]["Role"];
                revision: number;
            }[];
        };
        /** @description A rule as sentences. Without conditions it is true for everybody. */
        RuleForm: {
            /**
             * @description How the conditions are joined.
             * @enum {string}
             */
            match: "all" | "any";
            conditions: components["schemas"]["RuleCondition"][];
        };
        /** @description What something is compared with. */
        RuleValue: string | number | boolean | {
            /** @description A length of time, such as 7d, before now. */
            ago: string;
        } | {
            ahead: string;
        } | {
            /** @constant */
            now: true;
        } | {
            date: string;
            zone?: string;
        } | {
            version: string;
        } | {
            attribute: string;
        };
        RuleBound: {
            value: components["schemas"]["RuleValue"];
            included: boolean;
        };
        /** @description One sentence. Its kind says which members mean something. */
        RuleCondition: {
            /** @description Its way in the form: 2.0 is the first condition of the third. Diagnostics name it; any other text may be sent, and is what they then name. */
            id: string;
            /**
             * @description What it is about; card is an expression that no sentence can say.
             * @enum {string}
             */
            kind: "compare" | "has" | "list" | "segment" | "event" | "percentile" | "band" | "flag" | "score" | "cluster" | "calendar" | "group" | "card";
            /** @description Turns the condition around. */
            not: boolean;
            /** @description The condition as an expression, without its not. When it is sent, only that of a card counts. */
            text: string;
            /** @description Of compare, has, percentile, band and perhaps calendar; inside where it is a property. */
            attribute?: string;
            /**
             * @description How the attribute is taken.
             * @enum {string}
             */
            as?: "lower" | "semver" | "count";
            /**
             * @description Which elements of a list attribute must compare so.
             * @enum {string}
             */
            each?: "any" | "all" | "none";
            /** @description Of a list, segment, flag or model. */
            key?: string;
            event?: string;
            /** @enum {string} */
            aggregate?: "count" | "sum" | "avg" | "min" | "max" | "first" | "last" | "unique" | "top" | "duration";
            /** @description Of the event, which the aggregate is made of. */
            property?: string;
            where?: components["schemas"]["RuleForm"];
            window?: {
                /** @enum {string} */
                kind: "last" | "within" | "session";
                /** @description A length of time, such as 24h. */
                length?: string;
                /** @description The attribute at which a window of kind within begins. */
                of?: string;
            };
            /**
             * @description Of a date, of kind calendar.
             * @enum {string}
             */
            part?: "hour" | "weekday" | "day" | "month" | "year" | "now";
            /** @description A time zone, such as Europe/Berlin. */
            zone?: string;
            default?: components["schemas"]["RuleValue"];
            /**
             * @description How it is compared. A list holds a value; is compares nothing.
             * @enum {string}
             */
            op?: "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "contains" | "startsWith" | "endsWith" | "matches" | "between" | "cidr" | "holds" | "is";
            /** @description The expression has the value on its left: 5 < sessions. */
            reversed?: boolean;
            value?: components["schemas"]["RuleValue"];
            /** @description Of in and cidr. */
            values?: components["schemas"]["RuleValue"][];
            from?: components["schemas"]["RuleBound"];
            to?: components["schemas"]["RuleBound"];
            /**
             * @description Of a group.
             * @enum {string}
             */
            match?: "all" | "any";
            /** @description Of a group. */
            conditions?: components["schemas"]["RuleCondition"][];
        };
        Author: {
            id: string;
            name?: string;
        };
        Approval: {
            by: components["schemas"]["Author"];
            /** Format: date-time */
            at: string;
            comment?: string;
        };
        /** @description Changes that are edited before they are published together. */
        Draft: {
            id: string;
            title: string;
            /** @enum {string} */
            state: "open" | "scheduled" | "published" | "discarded" | "failed";
            by: components["schemas"]["Author"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Another one after everything that is done with the draft. */
            version: number;
            /** @description How many definitions it changes. */
            changes: number;
            /** @description All who have ever made a change in it. */
            editors: components["schemas"]["Author"][];
            approvals: components["schemas"]["Approval"][];
            /**
             * Format: date-time
             * @description When it is, or was to be, published.
             */
            publish_at?: string;
            publish_by?: components["schemas"]["Author"];
            /** @description Why it could not be published at its time. */
            problem?: string;
            /** @description What it has become. */
            revision?: number;
            /**
             * Format: date-time
             * @description When it was published or discarded. It is removed 30 days later.
             */
            ended_at?: string;
        };
        /** @description What a draft does to one definition. */
        DraftChange: {
            kind: string;
            key: string;
            /** @enum {string} */
            action: "add" | "change" | "delete";
            /** @description Another one after every edit of this change; the next one has to name it in If-Match. */
            version: number;
            by: components["schemas"]["Author"];
            /** Format: date-time */
            at: string;
            /** @description The newest revision when the definition was first edited here. */
            base: number;
            /** @description The definition, right or not; null deletes it. */
            value: unknown;
        };
        DraftWithChanges: {
            id: string;
            title: string;
            /** @enum {string} */
            state: "open" | "scheduled" | "published" | "discarded" | "failed";
            by: components["schemas"]["Author"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Another one after everything that is done with the draft. */
            version: number;
            /** @description How many definitions it changes. */
            changes: number;
            /** @description All who have ever made a change in it. */
            editors: components["schemas"]["Author"][];
            approvals: components["schemas"]["Approval"][];
            /**
             * Format: date-time
             * @description When it is, or was to be, published.
             */
            publish_at?: string;
            publish_by?: components["schemas"]["Author"];
            /** @description Why it could not be published at its time. */
            problem?: string;
            /** @description What it has become. */
            revision?: number;
            /**
             * Format: date-time
             * @description When it was published or discarded. It is removed 30 days later.
             */
            ended_at?: string;
            list: components["schemas"]["DraftChange"][];
        };
        /** @description A definition that somebody else has published since it was first edited in the draft. */
        Moved: {
            kind: string;
            key: string;
            /** @description That of the change in the draft. */
            version: number;
            published_by: string;
            /** @description The newest that changed it. */
            revision: number;
            /** @description As it was when it was first edited; null if it was not there. */
            before: unknown;
            /** @description As it is published now; null if it is not there. */
            theirs: unknown;
            /** @description As the draft has it; null deletes it. */
            mine: unknown;
        };
        /** @description What would be published of a draft on top of the newest revision. */
        Review: {
            /** @description The newest revision. */
            revision: number;
            /** @description The draft's. */
            version: number;
            changes: components["schemas"]["Changed"][];
            /** @description What keeps it from being published. */
            problems: components["schemas"]["Problem"][];
            /** @description What is right and yet may not be meant. */
            notes: components["schemas"]["Problem"][];
            /** @description What somebody else has published in between; rebase decides. */
            moved: components["schemas"]["Moved"][];
            needs_approval: boolean;
            approved: boolean;
            /** @description Whether you could publish it now. */
            may_publish: boolean;
        };
        Settings: {
            /** @description How many others have to approve a draft before people publish it. */
            approvals: number;
        };
        PublishedDraft: {
            draft: components["schemas"]["Draft"];
            revision?: number;
            changes?: components["schemas"]["Changed"][];
        };
        Violation: {
            /**
             * @description A property of an event, a trait of a person, or a trait of a group.
             * @enum {string}
             */
            of: "property" | "trait" | "group";
            /** @description The event whose property it is. */
            event?: string;
            /** @description As it is declared; it is missing for all that are not declared. */
            name?: string;
            /** @enum {string} */
            problem: "wrong_type" | "not_in_enum" | "no_match" | "too_long" | "not_declared" | "missing";
            /** @enum {string} */
            outcome: "accepted" | "converted" | "dropped" | "failed";
            count: number;
            /** Format: date-time */
            first_seen: string;
            /** Format: date-time */
            last_seen: string;
            /** @description Where the latest was found, such as properties.minutes. */
            path: string;
        };
        DefinitionName: {
            kind: string;
            key: string;
        };
        CatalogItem: {
            kind: string;
            key: string;
            description?: string;
            /** @description What counts most of a definition of the kind: of a flag its type, variants, whether it is enabled and clients see it, and how many targeting entries it has; of a segment its rule; of an attribute its type and source; of content its type, variants and when it is shown; of a list what it is of; of a setting its value. */
            about?: unknown;
            /** @description How many others refer to it. */
            users: number;
            changed?: components["schemas"]["RevisionHead"];
        };
        /** @description What rules can be written with. */
        Vocabulary: {
            revision: number;
            /** @description Whom the values were seen of; absent where nobody is known. */
            sample?: {
                /** @description How many people were looked at. */
                people: number;
                /** Format: date-time */
                at: string;
            };
            attributes: {
                /** @description As rules write it; those of groups begin with group. */
                name: string;
                /** @enum {string} */
                type: "string" | "number" | "bool" | "time" | "version" | "list" | "object";
                /**
                 * @description What a list holds; string if it is absent.
                 * @enum {string}
                 */
                items?: "string" | "number";
                /**
                 * @description A trait lies in profiles, what is of the context is told with a request, any is either.
                 * @enum {string}
                 */
                source: "trait" | "context" | "computed" | "any";
                description?: string;
                enum?: string[];
                /** @description From the highest down. */
                bands?: string[];
                /** @description The expression that computes it. */
                computed?: string;
                /** @description By its name or its purposes it tells people apart, or is computed from what does: no values are shown. */
                personal: boolean;
                /** @description How many people of the sample have a value. */
                people: number;
                /** @description Those that most people of the sample have, at most 50: texts, versions, truth values and the elements of lists. What only one of them has is not shown. */
                values?: {
                    value: string | number | boolean;
                    people: number;
                }[];
                /** @description How numbers are spread. */
                spread?: {
                    min: number;
                    median: number;
                    max: number;
                };
            }[];
            events: {
                name: string;
                description?: string;
                /** @description How many people of the sample did it. */
                seen: number;
                /** @description Values are seen of those properties that rules read. */
                properties: {
                    name: string;
                    /** @enum {string} */
                    type: "string" | "number" | "bool" | "time" | "version" | "list";
                    /** @enum {string} */
                    items?: "string" | "number";
                    description?: string;
                    enum?: string[];
                    /** @description By its name or its purposes it tells people apart, or is computed from what does: no values are shown. */
                    personal: boolean;
                    /** @description How many people of the sample have a value. */
                    people: number;
                    /** @description Those that most people of the sample have, at most 50: texts, versions, truth values and the elements of lists. What only one of them has is not shown. */
                    values?: {
                        value: string | number | boolean;
                        people: number;
                    }[];
                    /** @description How numbers are spread. */
                    spread?: {
                        min: number;
                        median: number;
                        max: number;
                    };
                }[];
            }[];
            segments: {
                key: string;
                description?: string;
                people: number;
            }[];
            lists: {
                key: string;
                description?: string;
                /** @description The attribute whose values are on it. */
                of: string;
            }[];
            flags: {
                key: string;
                description?: string;
                /** @enum {string} */
                type: "boolean" | "string" | "number" | "object" | "content";
                variants: {
                    name: string;
                    /** @description What a rule compares with; absent of objects and content. */
                    value?: string | number | boolean;
                }[];
            }[];
            models: {
                key: string;
                description?: string;
                /** @enum {string} */
                kind: "score" | "cluster";
            }[];
            functions: {
                name: string;
                /** @description How it is written. */
                signature: string;
                /** @description What it is, in one sentence. */
                about: string;
                /** @description A rule that calls it. */
                example: string;
            }[];
        };
        /** @description What another rule would do to a segment. Exact: everybody was asked. */
        Comparison: {
            key?: string;
            /** @description That it was compared with. */
            revision: number;
            /** Format: date-time */
            as_of: string;
            /** @description Who were asked about. */
            people: number;
            /** @description Who are in it by the published rule. */
            was: number;
            /** @description Who would be in it. */
            size: number;
            /** @description Of whom the other rule cannot say it. */
            unknown: number;
            /** @description Who would come in. */
            enter: {
                people: number;
                /** @description Some of them, at most ten. */
                sample: components["schemas"]["ProfileHead"][];
            };
            /** @description Who would go. */
            leave: {
                people: number;
                /** @description Some of them, at most ten. */
                sample: components["schemas"]["ProfileHead"][];
            };
            /** @description The flags and segments that read it, such as flag new-editor. */
            used_by: string[];
            /** @description Those that read it through other segments. */
            used_through: string[];
        };
    };
    responses: {
        /** @description The request cannot be read, or has a query parameter that the route does not take. */
        badRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No key, or one that is not known. */
        unauthorized: {
            headers: {
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The key is of the wrong kind. */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such thing. */
        notFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Somebody else was first; for definitions, current says who, for a change of a draft, draft is the change as it is now. */
        conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is too large. */
        tooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is compressed. */
        unsupported: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The definitions have problems; nothing was published. */
        invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too many wrong keys, or too many streams. */
        tooMany: {
            headers: {
                /** @description Seconds to wait. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something went wrong here. */
        internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The server is stopping, or was made without what the request needs. */
        notReady: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description The environment's name.
         * @example production
         */
        env: string;
        /** @description The flag's key. */
        flag: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    evaluateFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The flag's key. */
                key: components["parameters"]["flag"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "context": {
                 *         "targetingKey": "user-1",
                 *         "country": "DE"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The evaluation context: targetingKey and attributes. */
                    context: {
                        targetingKey?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description The flag's value, or, without a value, that the caller's default holds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluation"];
                };
            };
            /** @description The body or the flag cannot be evaluated. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationFailure"];
                };
            };
            /** @description No key, or one that is not known. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The key is of the wrong kind, or a client key is used from a page of another origin. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description There is no such flag that this key may see. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationFailure"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Too many wrong keys from this address. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
        };
    };
    preflightFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The flag's key. */
                key: components["parameters"]["flag"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a browser may send. */
            204: {
                headers: {
                    Allow?: string;
                    "Access-Control-Max-Age"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    evaluateFlags: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "context": {
                 *         "targetingKey": "user-1"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The evaluation context: targetingKey and attributes. */
                    context: {
                        targetingKey?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description All flags, decided from one revision. */
            200: {
                headers: {
                    /** @description Send it as If-None-Match with the next request. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluations"];
                };
            };
            /** @description Every flag is answered as before. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationFailure"];
                };
            };
            /** @description No key, or one that is not known. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The key is of the wrong kind, or a client key is used from a page of another origin. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Too many wrong keys from this address. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
        };
    };
    preflightFlags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a browser may send. */
            204: {
                headers: {
                    Allow?: string;
                    "Access-Control-Max-Age"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    definitions: {
        parameters: {
            query?: never;
            header?: {
                /** @description text/event-stream asks for a stream. */
                Accept?: string;
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
                /** @description The revision that a reconnecting provider holds. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest portable definitions, or with Accept: text/event-stream a stream of them. */
            200: {
                headers: {
                    /** @description Send it as If-None-Match with the next request. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                    "text/event-stream": string;
                };
            };
            /** @description The revision is the one that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subprotocol fingerpost.v1; docs/streaming.md and docs/schema/stream.json describe its messages. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    updates: {
        parameters: {
            query?: {
                /** @description A client key (ck_…). */
                key?: string;
                /** @description The targeting key. */
                userId?: string;
                /** @description Proves who the person is. Any other parameter is an attribute of the context. */
                identityToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Messages {userId, revision, flags: {key: value}}. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    refetchEvents: {
        parameters: {
            query?: {
                /** @description From the eventStreams of an answer to all flags. */
                token?: string;
            };
            header?: {
                /** @description The id of the last event that a reconnecting client had. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events message, as OFREP defines them; id stands for the answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The address has no token. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationFailure"] | components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The token is not good, or no longer. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The page's origin is not among the environment's. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Too many streams. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The server is stopping, or does not push. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    context?: Record<string, never>;
                    flags?: string[];
                    have?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Events snapshot and change, whose data are messages of the stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The body or its context cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationFailure"] | components["schemas"]["OFREPDetails"];
                };
            };
            /** @description No key, or one that is not known. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The key is of the wrong kind, or a client key is used from a page of another origin. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The body is compressed. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Too many wrong keys from this address, or too many streams. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description Something went wrong here. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
            /** @description The server is stopping, or does not push. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OFREPDetails"];
                };
            };
        };
    };
    preflightEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a browser may send. */
            204: {
                headers: {
                    Allow?: string;
                    "Access-Control-Max-Age"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportTrack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightTrack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportTrackShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightTrackShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportIdentify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightIdentify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportIdentifyShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightIdentifyShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportPageShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightPageShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportScreen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightScreen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportScreenShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightScreenShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportGroupShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightGroupShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightAlias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportAliasShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightAliasShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportBatchShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightBatchShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportImportShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightImportShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportBeacon: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightBeacon: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportRudderBeacon: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightRudderBeacon: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportJitsu: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kind of call. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightJitsu: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The kind of call. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportCloudEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": Record<string, never>;
                "application/cloudevents-batch+json": Record<string, never>[];
                "application/json": unknown;
            };
        };
        responses: {
            /** @description What became of it. Events that were not accepted are among the failed events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description The events were not stored; send them again after Retry-After seconds. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preflightCloudEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    analyticsSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The write key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the library wants to know. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    preflightSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The write key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sourceConfig: {
        parameters: {
            query?: {
                /** @description The write key. */
                writeKey?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the library wants to know. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    preflightSourceConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sourceConfigBare: {
        parameters: {
            query?: {
                /** @description The write key. */
                writeKey?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the library wants to know. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    preflightSourceConfigBare: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    healthy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Yes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
            503: components["responses"]["notReady"];
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    listEnvironments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All environments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        environments: components["schemas"]["Environment"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    createEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "staging"
                 *     }
                 */
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description It exists now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    showDefinitions: {
        parameters: {
            query?: {
                /** @description As it was at this revision; the newest if absent. */
                revision?: number;
            };
            header?: {
                /** @description application/yaml gives YAML. */
                Accept?: string;
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; its revision is the ETag. */
            200: {
                headers: {
                    /** @description Send it as If-None-Match with the next request. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentFile"];
                    "application/yaml": string;
                };
            };
            /** @description The revision is the one that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    applyDefinitions: {
        parameters: {
            query?: {
                /** @description Delete what the file lacks. */
                prune?: boolean;
                /** @description Publish nothing. */
                dry_run?: boolean;
                /** @description Why, for the log. */
                message?: string;
            };
            header?: {
                /** @description The revision that is expected to be the newest. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentFile"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description What was published, or with dry_run would be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    publishChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expected": 12,
                 *       "changes": [
                 *         {
                 *           "kind": "flag",
                 *           "key": "new-editor",
                 *           "value": {
                 *             "type": "boolean",
                 *             "variants": {
                 *               "on": true,
                 *               "off": false
                 *             },
                 *             "default": "off"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    expected?: number;
                    message?: string;
                    changes: components["schemas"]["Change"][];
                };
            };
        };
        responses: {
            /** @description What was published. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    listRevisions: {
        parameters: {
            query?: {
                /** @description The first revision of the page; 1 if absent. */
                from?: number;
                /** @description The most revisions to list. */
                limit?: number;
                /** @description Lists backwards instead: those before this number, the newest first; 0 begins with the newest. */
                before?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of revisions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        revisions: components["schemas"]["Revision"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    showRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The revision's number. */
                revision: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The revision. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    diffRevisions: {
        parameters: {
            query?: {
                /** @description The earlier revision, 0 for the empty environment; the one before "to" if absent. */
                from?: number;
                /** @description The later revision; the newest if absent. */
                to?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What leads from one to the other. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: number;
                        to: number;
                        changes: components["schemas"]["Changed"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    rollBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": 11
                 *     }
                 */
                "application/json": {
                    to: number;
                    expected?: number;
                    message?: string;
                };
            };
        };
        responses: {
            /** @description What was published. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    audit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the log is what was published. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        revisions: number;
                        /** @description That of the newest revision: kept elsewhere, it also shows a log that was made anew. */
                        hash?: string;
                        message?: string;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All keys, without the secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: components["schemas"]["Key"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "server",
                 *       "environment": "production",
                 *       "name": "billing"
                 *     }
                 */
                "application/json": {
                    /** @enum {unknown} */
                    kind: "server" | "client" | "identity" | "admin";
                    /** @description Of server, client and identity keys. */
                    environment?: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The key with its secret, which is shown only now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The key's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It lets nobody in any more, and its streams have ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    listLists: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lists: components["schemas"]["List"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Begin after this member. */
                after?: string;
                /** @description The most members to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The list's key. */
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members in byte order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        members: string[];
                        /** @description The "after" of the next page; absent on the last one. */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    changeMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The list's key. */
                list: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "add": [
                 *         "user-1"
                 *       ],
                 *       "remove": []
                 *     }
                 */
                "application/json": {
                    add?: string[];
                    remove?: string[];
                };
            };
        };
        responses: {
            /** @description How many were asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        removed: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    listProfiles: {
        parameters: {
            query?: {
                /** @description Whom your application calls this. */
                user_id?: string;
                /** @description Whom a client made this id for. */
                anonymous_id?: string;
                /** @description The group that your application calls this. */
                group_id?: string;
                /** @description The person of this id. */
                person?: string;
                /** @description List only these. */
                kind?: "person" | "group";
                /** @description The next of the page before. */
                after?: string;
                /** @description The most to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The one profile that was asked for, or none; without a name, a page of all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        profiles: components["schemas"]["ProfileHead"][];
                        /** @description The "after" of the next page; absent on the last one. A page before the last can have few profiles, or none. */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description A person id. That of a profile that was merged into another one stands for that. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that is known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    eraseProfile: {
        parameters: {
            query?: {
                /** @description Refuse later events of the identifiers. Only keyed hashes of them are kept for that. */
                suppress?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description A person id. That of a profile that was merged into another one stands for that. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was destroyed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: string;
                        /** @description How many keys were destroyed: of the profile, and of those merged into it. */
                        profiles: number;
                        identifiers: components["schemas"]["Identifier"][];
                        /** @description How many failed events were deleted. */
                        failures: number;
                        /** @description The lists of people that the person was removed from. */
                        lists: components["schemas"]["Listed"][];
                        /** @description Lists of something else, such as companies, that hold what the person shares with others. */
                        also_in: components["schemas"]["Listed"][];
                        /** @description Later events of the identifiers are refused. */
                        suppressed: boolean;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showHistory: {
        parameters: {
            query?: {
                /** @description The next of the page before. */
                before?: number;
                /** @description The most to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description A person id. That of a profile that was merged into another one stands for that. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["Happening"][];
                        /** @description The "before" of the next page; absent on the last one. */
                        next?: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    exportProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description A person id. That of a profile that was merged into another one stands for that. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One document, written as it is read; it can be large. If it breaks off, it is not whole. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        environment: string;
                        /** Format: date-time */
                        exported_at: string;
                        profile: components["schemas"]["Profile"];
                        /** @description Those that were merged into it, as they were then. */
                        merged_profiles: components["schemas"]["Profile"][];
                        /** @description The lists that hold an identifier or a trait of the person. */
                        listed: components["schemas"]["Listed"][];
                        /** @description All events that the log has of the person, oldest first. */
                        events: components["schemas"]["Happening"][];
                        /** @description The events that were not accepted and that name the person. */
                        failures: components["schemas"]["Failure"][];
                        /** @description Events of the person that cannot be read any more. */
                        unreadable_events: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    unmergeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description A person id. That of a profile that was merged into another one stands for that. */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "merged": "01hzy3q8m4c7x9kd2f5t6w8rjp"
                 *     }
                 */
                "application/json": {
                    /** @description The person id of a profile that was merged into this one. */
                    merged: string;
                };
            };
        };
        responses: {
            /** @description Both profiles as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        profile: components["schemas"]["ProfileHead"];
                        restored: components["schemas"]["ProfileHead"];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showSuppressed: {
        parameters: {
            query?: {
                /** @description Ask for this user id. */
                user_id?: string;
                /** @description Ask for this anonymous id. */
                anonymous_id?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many there are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        identifiers: number;
                        /** @description Events, since the server was started. */
                        refused: number;
                        /** @description Of the identifier that was asked for. */
                        suppressed?: boolean;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    liftSuppressed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    user_id?: string;
                    anonymous_id?: string;
                };
            };
        };
        responses: {
            /** @description How many were suppressed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lifted: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listFailures: {
        parameters: {
            query?: {
                /** @description Those before this id. */
                before?: number;
                /** @description Those that failed for this reason. */
                reason?: string;
                /** @description Those of events of this name. */
                event?: string;
                /** @description The most to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, newest first; next is the "before" of the following one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        failures: components["schemas"]["Failure"][];
                        next?: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteFailures: {
        parameters: {
            query?: {
                /** @description Delete all there are; then there is no body. */
                all?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         12,
                 *         13
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids: number[];
                };
            };
        };
        responses: {
            /** @description How many were named. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deleted: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    replayFailures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         12,
                 *         13
                 *       ]
                 *     }
                 */
                "application/json": {
                    ids?: number[];
                    id?: number;
                    event?: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description What became of each. Those that are accepted are no longer among the failures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: {
                            id: number;
                            accepted: boolean;
                            reason?: string;
                            message?: string;
                            path?: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listSegments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All segments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        segments: components["schemas"]["Segment"][];
                        people: number;
                        /** @description Whether everybody was counted; until then sizes are of those counted so far. */
                        whole: boolean;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    showSegment: {
        parameters: {
            query?: {
                /** @description How many members to show. */
                sample?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The segment's key. */
                segment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The segment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listSegmentMembers: {
        parameters: {
            query?: {
                /** @description The next of the page before. */
                after?: string;
                /** @description The most to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The segment's key. */
                segment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; it can be short before the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        members: components["schemas"]["Member"][];
                        next?: string;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sizeSegment: {
        parameters: {
            query?: {
                /** @description Ask a random sample instead of everybody, where there are many people. */
                estimate?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "when": "plan == \"pro\""
                 *     }
                 */
                "application/json": {
                    when: string;
                };
            };
        };
        responses: {
            /** @description Exact numbers: everybody was asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Size"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was sent has problems. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    compareSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "power-users",
                 *       "when": "plan == \"pro\""
                 *     }
                 */
                "application/json": {
                    /** @description The segment; without it, or where none of the name is published, everybody who would be in it comes in. */
                    key?: string;
                    when: string;
                };
            };
        };
        responses: {
            /** @description Who comes in, and who goes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was sent has problems. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    showImpact: {
        parameters: {
            query?: {
                /** @description Whether what the file lacks would be deleted. */
                prune?: boolean;
                /** @description The revision whose definitions would be published again; no body is read. */
                to?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EnvironmentFile"];
                "application/yaml": string;
            };
        };
        responses: {
            /** @description For each flag that may answer differently: who is given what before and after. Nothing is published. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Impact"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What was sent has problems. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPercentiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those whose percentiles or bands rules ask for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        percentiles: components["schemas"]["Percentile"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    showWork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What goes on and what has ended lately, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        work: components["schemas"]["Work"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    watchLive: {
        parameters: {
            query?: {
                /** @description Only changes of this flag. */
                flag?: string;
                /** @description Only those of the person with this id. */
                person?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events change (data: Seen) and missed (data: {"missed": N}). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    backUp: {
        parameters: {
            query?: {
                /** @description Whether to copy just the keys of profiles, which the rest comes without. */
                keys?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The copy, which fingerpost restore makes a store of. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    checkFile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
                "application/yaml": string;
            };
        };
        responses: {
            /** @description All its problems. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        problems: components["schemas"]["Problem"][];
                        /** @description What is right, and yet may not be meant. */
                        notes: components["schemas"]["Problem"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    checkRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "country in [\"DE\", \"FR\"]"
                 *     }
                 */
                "application/json": {
                    source: string;
                };
            };
        };
        responses: {
            /** @description What the server makes of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        diagnostics: components["schemas"]["Diagnostic"][];
                        canonical?: string;
                        /** @description The rule as a tree. */
                        tree?: unknown;
                        /** @description What the rule reads. */
                        reads?: Record<string, never>;
                        builder?: components["schemas"]["RuleForm"];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    explain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flag": "new-editor",
                 *       "context": {
                 *         "targetingKey": "user-1"
                 *       }
                 *     }
                 */
                "application/json": {
                    flag: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    /** Format: date-time */
                    at?: string;
                    revision?: number;
                    /** @description The person id of somebody who is known: what is known goes below what the context says, as of the instant. */
                    person?: string;
                    /** @description The user id of somebody who is known. */
                    user_id?: string;
                    /** @description The anonymous id of somebody who is known. */
                    anonymous_id?: string;
                    /** @description The ID of a draft whose changes count as if they were published; not together with revision. */
                    draft?: string;
                };
            };
        };
        responses: {
            /** @description The decision and how it came about. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explained"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    evaluate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flags": [
                 *         "new-editor"
                 *       ],
                 *       "context": {
                 *         "targetingKey": "user-1"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description All flags if absent. */
                    flags?: string[];
                    context?: {
                        [key: string]: unknown;
                    };
                    /** Format: date-time */
                    at?: string;
                    /** @description The person id of somebody who is known: what is known goes below what the context says, as of the instant. */
                    person?: string;
                    /** @description The user id of somebody who is known. */
                    user_id?: string;
                    /** @description The anonymous id of somebody who is known. */
                    anonymous_id?: string;
                };
            };
        };
        responses: {
            /** @description The decisions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        revision: number;
                        decisions: components["schemas"]["Decision"][];
                        /** @description Who was named. */
                        person?: string;
                        /** @description Some events that the person had at the instant are not known any more. */
                        incomplete?: boolean;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    uploadMembers: {
        parameters: {
            query?: {
                /** @description add, remove, or replace what is there. */
                mode?: "add" | "remove" | "replace";
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The list's key. */
                list: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description How many were sent to be added and removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        removed: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            415: components["responses"]["unsupported"];
            /** @description What was sent has problems. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    personalizedContent: {
        parameters: {
            query?: {
                /** @description The targeting key. Any other parameter is an attribute of the context, such as locale=de. */
                userId?: string;
                /** @description A client key (ck_…), where no header can be sent. */
                key?: string;
                /** @description Proves who the person is. */
                identityToken?: string;
                /** @description Only these slots. */
                slot?: string[];
                /** @description html renders each slot: HTML that may stand in a page as it is. */
                format?: "json" | "html";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the slots show, by slot. */
            200: {
                headers: {
                    /** @description Send it as If-None-Match with the next request. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        userId: string;
                        revision: number;
                        content: {
                            [key: string]: components["schemas"]["Item"][] | string;
                        };
                    };
                };
            };
            /** @description Everything is shown as before. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    preflightContent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a browser may send. */
            204: {
                headers: {
                    Allow?: string;
                    "Access-Control-Max-Age"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    predictNextStep: {
        parameters: {
            query?: {
                /** @description A client key (ck_…), where no header can be sent. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "user-1",
                 *       "features": {
                 *         "role": "designer"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The targeting key. */
                    user_id?: string;
                    /** @description What is known of the person: the context. */
                    features?: {
                        [key: string]: unknown;
                    };
                    /** @description The flag that says the next step (next-step if absent). */
                    slot?: string;
                    /** @description Proves who the person is. */
                    identity_token?: string;
                };
            };
        };
        responses: {
            /** @description The next step: the value of the flag, null if it has none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next_step: unknown;
                        variant?: string;
                        reason: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    preflightNextStep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a browser may send. */
            204: {
                headers: {
                    Allow?: string;
                    "Access-Control-Max-Age"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    showContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content types with their schemas, the entries and the problems of late. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        revision: number;
                        locales: string[];
                        types: components["schemas"]["ContentType"][];
                        entries: {
                            entry: string;
                            variant?: string;
                            /** @description Values that could be said in each language. */
                            fields: number;
                            /** @description How many of them are, by language. */
                            locales: {
                                [key: string]: number;
                            };
                        }[];
                        /** @description Texts that could not be made, for which a default was shown. */
                        problems: {
                            slot: string;
                            problem: string;
                            times: number;
                            /** Format: date-time */
                            last: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    previewContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "context": {
                 *         "role": "designer",
                 *         "locale": "de"
                 *       },
                 *       "at": "2026-03-02T09:00:00Z"
                 *     }
                 */
                "application/json": {
                    context?: {
                        [key: string]: unknown;
                    };
                    /** Format: date-time */
                    at?: string;
                    /** @description The person id of somebody who is known: what is known goes below what the context says, as of the instant. */
                    person?: string;
                    /** @description The user id of somebody who is known. */
                    user_id?: string;
                    /** @description The anonymous id of somebody who is known. */
                    anonymous_id?: string;
                    /** @description The revision to show; the newest if absent. */
                    revision?: number;
                    /** @description Shown as if they were published. */
                    changes?: components["schemas"]["Change"][];
                    /** @description The ID of a draft whose changes are shown as if they were published; not together with changes or revision. */
                    draft?: string;
                    /** @description Show drafts as if they were none. */
                    drafts?: boolean;
                    /** @description All slots if absent. */
                    slots?: string[];
                    /** @description Variants that are shown whatever the targeting says, by slot. */
                    show?: {
                        [key: string]: string;
                    };
                    /** @description Say how each decision came about. */
                    trace?: boolean;
                };
            };
        };
        responses: {
            /** @description What the slots show. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        environment: string;
                        revision: number;
                        /** Format: date-time */
                        at: string;
                        person?: string;
                        incomplete?: boolean;
                        slots: components["schemas"]["PreviewedSlot"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    linkPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "context": {
                 *         "role": "designer",
                 *         "locale": "de"
                 *       },
                 *       "at": "2026-03-02T09:00:00Z"
                 *     }
                 */
                "application/json": {
                    context?: {
                        [key: string]: unknown;
                    };
                    /** Format: date-time */
                    at?: string;
                    /** @description The person id of somebody who is known: what is known goes below what the context says, as of the instant. */
                    person?: string;
                    /** @description The user id of somebody who is known. */
                    user_id?: string;
                    /** @description The anonymous id of somebody who is known. */
                    anonymous_id?: string;
                    /** @description The revision to show; the newest if absent. */
                    revision?: number;
                    /** @description Shown as if they were published. */
                    changes?: components["schemas"]["Change"][];
                    /** @description The ID of a draft whose changes are shown as if they were published. The link ends with the next edit of the draft. */
                    draft?: string;
                    /** @description Show drafts as if they were none. */
                    drafts?: boolean;
                    /** @description All slots if absent. */
                    slots?: string[];
                    /** @description Variants that are shown whatever the targeting says, by slot. */
                    show?: {
                        [key: string]: string;
                    };
                    /** @description Say how each decision came about. */
                    trace?: boolean;
                    /**
                     * Format: date-time
                     * @description When the link ends, at most in 30 days (in a day if absent).
                     */
                    expires?: string;
                };
            };
        };
        responses: {
            /** @description The link. Whoever has it sees the preview. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                        /** Format: date-time */
                        expires: string;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    openPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The link is not good, or no longer. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The draft was edited, published or discarded since the link was made. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            500: components["responses"]["internal"];
        };
    };
    listImages: {
        parameters: {
            query?: {
                /** @description The next of the page before; without it, the newest come. */
                before?: number;
                /** @description The most to list. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; next is the "before" of the following one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        images: components["schemas"]["Image"][];
                        next?: number;
                        /** @description How many images there are in all. */
                        count: number;
                        /** @description What all of them take, in all sizes. */
                        bytes: number;
                        /** @description What all of them may take. */
                        limit: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    uploadImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": unknown;
                "image/png": unknown;
                "image/gif": unknown;
                "image/webp": unknown;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description It was taken in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description The file is cut off or broken. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description The environment's images would take more room than they may (images_full). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The file, or its picture, is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The file is no image of a type that is taken in. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The image's ID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The image's ID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, unless another environment has it too. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            /** @description Content that is published mentions it (image_in_use). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    serveImage: {
        parameters: {
            query?: {
                /** @description A width in pixels: 320, 640, 960, 1280 or 1920. Any other leads to the next larger one, or to the image itself. An image is never made larger. */
                w?: number;
            };
            header?: never;
            path: {
                /** @description The image's ID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                    "image/png": unknown;
                    "image/gif": unknown;
                    "image/webp": unknown;
                };
            };
            /** @description The part of it that Range asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                    "image/png": unknown;
                    "image/gif": unknown;
                    "image/webp": unknown;
                };
            };
            /** @description The address of the width that it can be had in. */
            301: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is what If-None-Match says. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            404: components["responses"]["notFound"];
            /** @description It does not have the part that Range asked for. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in, and where they have a role; also if nobody is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Who is signed in, and the cookie of the session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    changeOwnAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Lovelace"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    old_password?: string;
                    /** @description 10 characters or more, at most 1,024 bytes. */
                    new_password?: string;
                };
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    enterOIDC: {
        parameters: {
            query?: {
                /** @description The page of the console to go back to, such as /admin/production/flags. */
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider; or back to the page for signing in. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            404: components["responses"]["notFound"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    returnOIDC: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page of the console, signed in; or to the page for signing in, which says what went wrong. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            404: components["responses"]["notFound"];
            500: components["responses"]["internal"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "…",
                 *       "name": "Ada Lovelace",
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    /** @description What the server printed when it was started. */
                    token: string;
                    name: string;
                    email: string;
                    /** @description 10 characters or more, at most 1,024 bytes. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Who is signed in, and the cookie of the session. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    openInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "…"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Whom it is for, and by whom. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                        by: string;
                        /** Format: date-time */
                        expires_at: string;
                        reset: boolean;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "…",
                 *       "name": "Grace Hopper",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    token: string;
                    /** @description Not asked for where a new password is set. */
                    name?: string;
                    /** @description 10 characters or more, at most 1,024 bytes. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Who is signed in, and the cookie of the session. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    listInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Invitations that can be accepted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invitations: components["schemas"]["Invitation"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com",
                 *       "roles": {
                 *         "*": "viewer",
                 *         "staging": "publisher"
                 *       }
                 *     }
                 */
                "application/json": {
                    email: string;
                    roles: components["schemas"]["Roles"];
                };
            };
        };
        responses: {
            /** @description The invitation with its token, which is shown only now. It can be accepted for seven days, once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    takeBackInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    listAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All accounts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: components["schemas"]["Account"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is gone, and its sessions have ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "roles": {
                 *         "*": "editor"
                 *       }
                 *     }
                 */
                "application/json": {
                    name?: string;
                    roles?: components["schemas"]["Roles"];
                    disabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    resetAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An invitation with its token, which is shown only now. The old password works until it is accepted. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    printRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "builder": {
                 *         "match": "all",
                 *         "conditions": [
                 *           {
                 *             "id": "0",
                 *             "kind": "compare",
                 *             "not": false,
                 *             "text": "",
                 *             "attribute": "country",
                 *             "op": "in",
                 *             "values": [
                 *               "DE",
                 *               "FR"
                 *             ]
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    builder: components["schemas"]["RuleForm"];
                };
            };
        };
        responses: {
            /** @description The text, and what is wrong with it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rule in canonical form; empty if a condition cannot be written at all. */
                        source: string;
                        ok: boolean;
                        diagnostics: components["schemas"]["Diagnostic"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    showVocabulary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All names, and values that people really have. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vocabulary"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                /** @description Only those in this state. */
                state?: "open" | "scheduled" | "published" | "discarded" | "failed";
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drafts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drafts: components["schemas"]["Draft"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    createDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Greet enterprise customers"
                 *     }
                 */
                "application/json": {
                    title: string;
                };
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftWithChanges"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    discardDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    renameDraft: {
        parameters: {
            query?: never;
            header: {
                /** @description The version that is to be changed, in quotes; * is whatever there is. */
                "If-Match": string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Greet enterprise customers in German"
                 *     }
                 */
                "application/json": {
                    title: string;
                };
            };
        };
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    restoreDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    putDraftChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that is to be changed, in quotes; * is whatever there is. */
                "If-Match"?: string;
                /** @description * says that there is none yet. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
                /** @description The definition's kind, as in a change. */
                kind: string;
                /** @description The definition's key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": {
                 *         "type": "boolean",
                 *         "variants": {
                 *           "on": true,
                 *           "off": false
                 *         },
                 *         "default": "off"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The definition, which may be half written; null deletes it. */
                    value: unknown;
                };
            };
        };
        responses: {
            /** @description The change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftChange"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    undoDraftChange: {
        parameters: {
            query?: never;
            header: {
                /** @description The version that is to be changed, in quotes; * is whatever there is. */
                "If-Match": string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
                /** @description The definition's kind, as in a change. */
                kind: string;
                /** @description The definition's key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change is undone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    rebaseDraftChange: {
        parameters: {
            query?: never;
            header: {
                /** @description The version that is to be changed, in quotes; * is whatever there is. */
                "If-Match": string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
                /** @description The definition's kind, as in a change. */
                kind: string;
                /** @description The definition's key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "take": "mine"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    take: "mine" | "theirs";
                };
            };
        };
        responses: {
            /** @description The change, as if it had been made on top of the newest revision. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftChange"];
                };
            };
            /** @description The change is undone: what is published stays. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    reviewDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The review. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showDraftImpact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The impact. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Impact"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    approveDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that is to be changed, in quotes; * is whatever there is. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "Read it with Grace."
                 *     }
                 */
                "application/json": {
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    withdrawApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    publishDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that is to be changed, in quotes; * is whatever there is. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "Greet enterprise customers",
                 *       "expected": 12
                 *     }
                 */
                "application/json": {
                    /** @description The draft's title if absent. */
                    message?: string;
                    /** @description The revision on top of which the draft was reviewed. */
                    expected?: number;
                    /**
                     * Format: date-time
                     * @description When to publish, up to a year ahead; now if absent.
                     */
                    at?: string;
                };
            };
        };
        responses: {
            /** @description What was published; only the draft if it was scheduled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedDraft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    unscheduleDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                /** @description The draft's ID. */
                draft: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    showSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approvals": 1
                 *     }
                 */
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            413: components["responses"]["tooLarge"];
            415: components["responses"]["unsupported"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    listViolations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All kinds that were met. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        violations: components["schemas"]["Violation"][];
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    forgetViolations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts are forgotten. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            /** @description It cannot be done now; Retry-After says when to try again, if it is known. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listCatalog: {
        parameters: {
            query?: {
                /** @description Only this kind. */
                kind?: "attribute" | "content" | "content_type" | "event" | "flag" | "group" | "list" | "model" | "segment" | "setting";
                /** @description Only flags of this type. */
                type?: string;
                /** @description Only flags that are switched on, or off. */
                enabled?: boolean;
                /** @description Only those whose key or description holds this, whatever the case. */
                q?: string;
                /** @description The `next` of the page before. */
                after?: string;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        revision: number;
                        items: components["schemas"]["CatalogItem"][];
                        next?: string;
                        /** @description On all pages. */
                        total: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    showDefinition: {
        parameters: {
            query?: {
                /** @description How many revisions at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
                kind: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The definition. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kind: string;
                        key: string;
                        revision: number;
                        /** @description The definition, as in the environment file. */
                        value: unknown;
                        users: components["schemas"]["DefinitionName"][];
                        /** @description The newest revisions that changed it, the newest first. */
                        history: components["schemas"]["RevisionHead"][];
                        /** @description How many revisions changed it. */
                        changes: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
    showLive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Open WebSockets of the environment. */
                        sockets: number;
                        /** @description Who listens to this server, over whatever transport, in all environments. */
                        listeners: number;
                        /** @description Different questions of theirs. */
                        topics: number;
                        revision: number;
                        /** @description Changed answers handed out by the server since it started. */
                        updates: number;
                        /** @description How often a question was decided anew since the server started. */
                        evaluations: number;
                    };
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
            503: components["responses"]["notReady"];
        };
    };
    publishSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The environment's name.
                 * @example production
                 */
                env: components["parameters"]["env"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was published. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            400: components["responses"]["badRequest"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["notFound"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid"];
            429: components["responses"]["tooMany"];
            500: components["responses"]["internal"];
        };
    };
}
