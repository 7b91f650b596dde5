using Dialer.Core.Ids;

namespace Dialer.Sip.Calls;

/// <summary>
/// The wall: SIP status (RFC 3261 section 21 and the IANA registry) and Q.850 cause (RFC 3326, RFC 3398) to
/// <see cref="CallResult"/>, in one table. A cause that says something beats the status that wraps it, since gateways
/// fold many causes into few statuses; "normal, unspecified" and the like say nothing.
/// </summary>
public static class CallEndings
{
    /// <summary>No final status at all: time-out, refused socket, no such host, our own limits.</summary>
    public static readonly CallEnding NoAnswerFromTrunk = new(CallResult.Failed, TrunkFault: true, TryNextTrunk: true);

    /// <summary>Every status that the registry knows as a final refusal; others are read as the x00 of their class (RFC 3261 section 8.1.3.2).</summary>
    public static CallEnding FromStatus(int status) => status switch
    {
        // Redirects that we do not follow. A number that moved for good is not this person's any more.
        301 => new(CallResult.InvalidNumber),
        300 or 302 or 305 or 380 => new(CallResult.Failed),
        400 => new(CallResult.Failed),
        401 or 407 => new(CallResult.Failed, TrunkFault: true, TryNextTrunk: true),

        // Payment required: our account, not the called party.
        402 => new(CallResult.Failed, TrunkFault: true, TryNextTrunk: true),
        403 => new(CallResult.Rejected),
        404 => new(CallResult.InvalidNumber),
        405 or 406 => new(CallResult.Failed),
        408 => new(CallResult.NoAnswer),
        410 => new(CallResult.InvalidNumber),
        412 or 413 or 414 or 415 or 416 or 417 or 420 or 421 or 422 or 423 or 424 or 425 or 428 => new(CallResult.Failed),
        429 => new(CallResult.Failed),
        430 => new(CallResult.Failed),

        // Anonymity disallowed: the called side wants a caller id.
        433 => new(CallResult.Rejected),
        436 or 437 or 438 => new(CallResult.Failed, TryNextTrunk: true),
        439 or 440 or 469 or 470 => new(CallResult.Failed),
        480 => new(CallResult.NoAnswer),
        481 or 482 or 483 => new(CallResult.Failed, TryNextTrunk: true),
        484 or 485 => new(CallResult.InvalidNumber),
        486 => new(CallResult.Busy),

        // Not our own CANCEL, which never comes here: a proxy's ring time-out.
        487 => new(CallResult.NoAnswer),
        488 or 489 or 491 or 493 or 494 => new(CallResult.Failed),
        500 or 501 or 502 or 504 or 505 => new(CallResult.Failed, TryNextTrunk: true),
        503 => new(CallResult.Congestion, TrunkFault: true, TryNextTrunk: true),
        513 or 555 or 580 => new(CallResult.Failed),
        600 => new(CallResult.Busy),
        603 => new(CallResult.Rejected),
        604 => new(CallResult.InvalidNumber),
        606 => new(CallResult.Failed),

        // Unwanted, and rejected by a call-blocking service (RFC 8197, RFC 8688).
        607 or 608 => new(CallResult.Rejected),
        >= 300 and < 400 => new(CallResult.Failed),
        >= 400 and < 500 => new(CallResult.Failed),
        >= 500 and < 600 => new(CallResult.Failed, TryNextTrunk: true),
        >= 600 and < 700 => new(CallResult.Rejected),
        _ => NoAnswerFromTrunk,
    };

    /// <summary>Q.850 table 1. False where the cause says nothing more than the status.</summary>
    public static bool TryFromCause(int cause, out CallEnding ending)
    {
        CallEnding? found = cause switch
        {
            1 => new CallEnding(CallResult.InvalidNumber),
            2 or 3 => new(CallResult.Failed, TryNextTrunk: true),
            4 => new(CallResult.OperatorAnnouncement),
            5 => new(CallResult.InvalidNumber),
            6 => new(CallResult.Congestion, TrunkFault: true, TryNextTrunk: true),
            17 => new(CallResult.Busy),
            18 or 19 or 20 => new(CallResult.NoAnswer),
            21 => new(CallResult.Rejected),
            22 => new(CallResult.InvalidNumber),
            23 or 26 or 27 => new(CallResult.Failed),
            25 => new(CallResult.Failed, TryNextTrunk: true),
            28 => new(CallResult.InvalidNumber),
            29 => new(CallResult.Rejected),
            34 or 38 or 41 or 42 or 43 or 44 or 46 or 47 => new(CallResult.Congestion, TrunkFault: true, TryNextTrunk: true),
            49 or 58 or 63 or 65 or 69 or 70 or 79 => new(CallResult.Failed, TryNextTrunk: true),
            50 or 55 or 57 or 87 => new(CallResult.Rejected),
            81 or 88 or 95 or 96 or 97 or 98 or 99 or 100 or 101 or 111 => new(CallResult.Failed, TryNextTrunk: true),
            102 => new(CallResult.NoAnswer),

            // 16 normal clearing, 30 response to status enquiry, 31 normal unspecified, 127 interworking.
            _ => null,
        };
        ending = found.GetValueOrDefault();
        return found is not null;
    }

    /// <param name="status">SIP final status; 0: none came.</param>
    /// <param name="cause">Q.850 cause; 0: none was told.</param>
    public static CallEnding From(int status, int cause)
    {
        var byStatus = FromStatus(status);
        if (!TryFromCause(cause, out var byCause))
            return byStatus;

        // A network's congestion reported inside another status is the network's, not our trunk's.
        return byCause with { TrunkFault = byCause.TrunkFault && byStatus.TrunkFault };
    }
}
