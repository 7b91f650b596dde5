using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine.Log;

/// <summary>The fields of an input; only those that are not default are written.</summary>
internal static class LogFields
{
    [Flags]
    private enum Present
    {
        Campaign = 1,
        Agent = 1 << 1,
        Call = 1 << 2,
        Span = 1 << 3,
        Result = 1 << 4,
        EndedBy = 1 << 5,
        Code = 1 << 6,
        Verdict = 1 << 7,
        Confidence = 1 << 8,
        Cause = 1 << 9,
        TrunkFault = 1 << 10,
        Queue = 1 << 11,
        Trunk = 1 << 12,
        Text = 1 << 13,
        Payload = 1 << 14,
        Detail = 1 << 15,
        Interaction = 1 << 16,
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte next in bytes)
            hash = (hash ^ next) * 16777619;
        return hash;
    }

    public static void Write(LogBytes to, in EngineInput input, Payloads payloads)
    {
        var present = PresentIn(input);
        to.Unsigned((ulong)present);
        if (present.HasFlag(Present.Campaign))
            to.Signed(input.Campaign.Value);
        if (present.HasFlag(Present.Agent))
            to.Signed(input.Agent.Value);
        if (present.HasFlag(Present.Call))
            to.Signed(input.Call.Value);
        if (present.HasFlag(Present.Interaction))
            to.Signed(input.Interaction.Value);
        if (present.HasFlag(Present.Span))
            to.Span(input.SpanSlot);
        if (present.HasFlag(Present.Result))
            to.Byte((byte)input.Result);
        if (present.HasFlag(Present.EndedBy))
            to.Byte((byte)input.EndedBy);
        if (present.HasFlag(Present.Code))
            to.Signed(input.CodeSlot);
        if (present.HasFlag(Present.Verdict))
            to.Byte((byte)input.Verdict);
        if (present.HasFlag(Present.Confidence))
            to.Single(input.Confidence);
        if (present.HasFlag(Present.Cause))
            to.Signed(input.Q850Cause);
        if (present.HasFlag(Present.Queue))
            to.Signed(input.Queue.Value);
        if (present.HasFlag(Present.Trunk))
            to.Signed(input.Trunk.Value);
        if (present.HasFlag(Present.Text))
            to.Text(input.TextSlot);
        if (present.HasFlag(Present.Detail))
            to.Text(input.DetailSlot);
        if (present.HasFlag(Present.Payload))
            to.Block(payloads.Write(input.Kind, input.PayloadSlot!));
    }

    private static Present PresentIn(in EngineInput input) =>
        (input.Campaign.Value != 0 ? Present.Campaign : 0)
        | (input.Agent.Value != 0 ? Present.Agent : 0)
        | (input.Call.Value != 0 ? Present.Call : 0)
        | (input.Interaction.Value != 0 ? Present.Interaction : 0)
        | (input.SpanSlot != TimeSpan.Zero ? Present.Span : 0)
        | (input.Result != 0 ? Present.Result : 0)
        | (input.EndedBy != 0 ? Present.EndedBy : 0)
        | (input.CodeSlot != 0 ? Present.Code : 0)
        | (input.Verdict != 0 ? Present.Verdict : 0)
        | (input.Confidence != 0 ? Present.Confidence : 0)
        | (input.Q850Cause != 0 ? Present.Cause : 0)
        | (input.TrunkFault ? Present.TrunkFault : 0)
        | (input.Queue.Value != 0 ? Present.Queue : 0)
        | (input.Trunk.Value != 0 ? Present.Trunk : 0)
        | (input.TextSlot is not null ? Present.Text : 0)
        | (input.DetailSlot is not null ? Present.Detail : 0)
        | (input.PayloadSlot is not null ? Present.Payload : 0);

    /// <param name="payloads">Null: those of a log of version 1.</param>
    public static EngineInput Read(ref LogText from, EngineInputKind kind, Payloads? payloads)
    {
        var present = (Present)from.Unsigned();
        return new EngineInput
        {
            Kind = kind,
            Campaign = new(present.HasFlag(Present.Campaign) ? from.Int() : 0),
            Agent = new(present.HasFlag(Present.Agent) ? from.Int() : 0),
            Call = new(present.HasFlag(Present.Call) ? from.Signed() : 0),
            Interaction = new(present.HasFlag(Present.Interaction) ? from.Signed() : 0),
            SpanSlot = present.HasFlag(Present.Span) ? from.Span() : TimeSpan.Zero,
            Result = (CallResult)(present.HasFlag(Present.Result) ? from.Byte() : 0),
            EndedBy = (EndedBy)(present.HasFlag(Present.EndedBy) ? from.Byte() : 0),
            CodeSlot = present.HasFlag(Present.Code) ? from.Int() : 0,
            Verdict = (CpaVerdict)(present.HasFlag(Present.Verdict) ? from.Byte() : 0),
            Confidence = present.HasFlag(Present.Confidence) ? from.Single() : 0,
            Q850Cause = present.HasFlag(Present.Cause) ? from.Int() : 0,
            TrunkFault = present.HasFlag(Present.TrunkFault),
            Queue = new(present.HasFlag(Present.Queue) ? from.Int() : 0),
            Trunk = new(present.HasFlag(Present.Trunk) ? from.Int() : 0),
            TextSlot = present.HasFlag(Present.Text) ? from.TextOrNull() : null,
            DetailSlot = present.HasFlag(Present.Detail) ? from.TextOrNull() : null,
            PayloadSlot = !present.HasFlag(Present.Payload) ? null : payloads is null ? FirstPayloads.Read(ref from, kind) : payloads.Read(kind, from.Block()),
        };
    }
}
