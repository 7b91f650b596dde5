using System.Numerics;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Log;

/// <summary>
/// A number over every field of every output and its record, in sequence: two runs with the same digest said the same.
/// The mixing is MurmurHash3's (public domain), 64 bits at a time; it does not depend on platform or runtime.
/// </summary>
public sealed class OutputDigest
{
    private ulong _state = 0x9E3779B97F4A7C15UL;

    /// <summary>Outputs added so far.</summary>
    public long Count { get; private set; }

    public ulong Value => Finish(_state ^ (ulong)Count);

    /// <summary>Adds what the outbox holds; call once a turn, before it is cleared.</summary>
    public void Add(Outbox outbox)
    {
        foreach (ref readonly var output in outbox.Outputs)
        {
            Add(output);
            if (output.Kind == EngineOutputKind.AttemptClosed)
                Add(outbox.AttemptOf(output));
            else if (output.Kind == EngineOutputKind.InteractionClosed)
                Add(outbox.InteractionOf(output));
            else if (output.Kind == EngineOutputKind.ConversationDescribed)
                Add(outbox.DescriptionOf(output));
            else if (output.Kind == EngineOutputKind.PacingDecided)
                Add(outbox.PacingOf(output));
            else if (output.Kind == EngineOutputKind.DialModeChanged)
                Add(outbox.ModeOf(output));
            else if (output.Kind == EngineOutputKind.CallsRefused)
                Add(outbox.RefusalOf(output));
            else if (output.Kind == EngineOutputKind.LeadGivenBack)
                Add(outbox.StandingOf(output));
            else if (output.Kind == EngineOutputKind.VoicemailLeft)
                Add(outbox.VoicemailOf(output));
            else if (output.Kind == EngineOutputKind.ChancesLearned)
                Add(outbox.LearnedOf(output));
            else if (output.Kind == EngineOutputKind.ConversationStepped)
                Add(outbox.StepOf(output));
            else if (output.Kind == EngineOutputKind.AskCompany)
                Add(outbox.QuestionOf(output));
            Count++;
        }
    }

    private void Add(in EngineOutput output)
    {
        Mix((ulong)output.Kind | ((ulong)output.AgentFrom << 8) | ((ulong)output.AgentTo << 16) | ((ulong)output.Verdict << 24)
            | ((ulong)output.Refusal << 32) | (output.FlagSlot ? 1UL << 40 : 0) | (output.OtherFlagSlot ? 1UL << 41 : 0));
        Mix(output.At.Ticks);
        Mix(output.Campaign.Value, output.Agent.Value);
        Mix(output.Queue.Value, output.Trunk.Value);
        Mix(output.Lead.Value);
        Mix(output.Attempt.Value);
        Mix(output.Interaction.Value);
        Mix(output.Call.Value);
        Mix(output.OtherCall.Value);
        Mix(output.CodeSlot);
        Mix(output.SpanSlot.Ticks);
        Mix(output.Until.Ticks);
        Mix(output.TextSlot);
    }

    private void Add(LeadModelState learned)
    {
        Mix(BitConverter.DoubleToInt64Bits(learned.Dials));
        Mix(BitConverter.DoubleToInt64Bits(learned.Answers));
        foreach (float weight in learned.Weights)
            Mix(BitConverter.SingleToInt32Bits(weight), 0);
    }

    private void Add(in AttemptOutcome outcome)
    {
        Mix((ulong)outcome.Result | ((ulong)outcome.Verdict << 8) | ((ulong)outcome.EndedBy << 16) | ((ulong)outcome.Next.Fate << 24)
            | (outcome.Abandoned ? 1UL << 32 : 0) | (outcome.MessageLeft ? 1UL << 33 : 0) | (outcome.Counted ? 1UL << 34 : 0) | (outcome.CutOff ? 1UL << 35 : 0));
        Mix(BitConverter.SingleToInt32Bits(outcome.Confidence), outcome.Agent?.Value ?? -1);
        Mix(outcome.SipStatus, outcome.Q850Cause);
        Mix(outcome.Number);
        Mix(outcome.Phrase);
        Mix(outcome.ReasonText);
        Mix(outcome.Disposition);
        Mix(outcome.StartedAt.Ticks);
        Mix(outcome.RingingAt.Ticks);
        Mix(outcome.AnsweredAt.Ticks);
        Mix(outcome.ClassifiedAt.Ticks);
        Mix(outcome.ConnectedAt.Ticks);
        Mix(outcome.EndedAt.Ticks);
        Mix(outcome.ClosedAt.Ticks);
        Mix(outcome.Next.NextCallable.Ticks);
        Mix(outcome.Next.NextPhone);
        Mix((int)outcome.Revoked);
        Mix(outcome.RevokedAt.Ticks);
    }

    private void Add(in InteractionRecord record)
    {
        Mix((int)record.End, record.Agent?.Value ?? -1);
        Mix(record.Party);
        Mix(record.Disposition);
        Mix(record.ArrivedAt.Ticks);
        Mix(record.ConnectedAt.Ticks);
        Mix(record.EndedAt.Ticks);
        Mix(record.ClosedAt.Ticks);
        Mix(record.Called);
        Mix(record.Way);
        Add(record.Keyed);

        // Older logs, in which no value is known and all are calls, say the same as ever.
        if (record.Channel != Channels.Channel.Voice)
            Mix((int)record.Channel, 1);
        if (record.Value is { } value)
            Mix(value, 0);
    }

    private void Add(in CompanyQuestion question)
    {
        Mix(question.Question);
        Mix(question.Called);
        Mix(question.Caller);
        Add(question.Entries);
    }

    private void Add(in Voicemail voicemail)
    {
        Mix(voicemail.Mailbox);
        Mix(voicemail.File);
    }

    private void Add(in StepDetail detail)
    {
        Mix(detail.Party);
        Mix(detail.Note);
        Mix(detail.Disposition);
        Mix(detail.SaidNote);
    }

    private void Add(IReadOnlyList<MenuEntry>? entries)
    {
        for (int i = 0; i < (entries?.Count ?? 0); i++)
        {
            Mix(entries![i].Field);
            Mix(entries[i].Digits);
        }
    }

    private void Add(in ConversationDescription description)
    {
        Mix(description.Run, description.IsLate ? 1 : 0);
        Mix(description.Party);
        Mix(description.Disposition);
        Mix(description.Next is { } next ? (int)next.Fate : -1, description.Next?.NextPhone ?? -1);
        Mix((description.Next?.NextCallable ?? Instant.Never).Ticks);
    }

    private void Add(in PacingExplanation explanation)
    {
        Mix(explanation.At.Ticks);
        Mix(explanation.Launched, (int)explanation.LimitedBy);
        Mix(BitConverter.DoubleToInt64Bits(explanation.ExpectedFreeAgents));
        Mix(BitConverter.DoubleToInt64Bits(explanation.ExpectedAnswers));
        Mix(BitConverter.DoubleToInt64Bits(explanation.ChanceOfNoAgent));
        Mix(BitConverter.DoubleToInt64Bits(explanation.ChanceAllowed));
        Mix(BitConverter.DoubleToInt64Bits(explanation.AnswerRate));
        Mix(BitConverter.DoubleToInt64Bits(explanation.AllowanceLeft));
        Mix(BitConverter.DoubleToInt64Bits(explanation.DialLevel));
    }

    private void Add(in RefusalPattern pattern)
    {
        Mix(pattern.Trunk.Value, pattern.Failover?.Value ?? -1);
        Mix(pattern.Answer.SipStatus, pattern.Answer.Q850Cause);
        Mix(pattern.Answer.Phrase);
        Mix(pattern.Answer.ReasonText);
        Mix(pattern.Leads);
    }

    private void Add(in LeadStanding standing)
    {
        Mix(standing.Number);
        Mix(standing.Before.NextPhone, standing.Before.AttemptsMade);
        Mix(standing.Before.UncountedTries, (int)standing.Fate);
        Mix(standing.Before.Priority, standing.Before.ForAgent?.Value ?? -1);
    }

    private void Add(in DialModeSettings mode)
    {
        Mix((int)mode.Mode, (int)mode.PreviewTimeOut);
        Mix(mode.Pacer);
        Mix(BitConverter.DoubleToInt64Bits(mode.Ratio));
        Mix(BitConverter.DoubleToInt64Bits(mode.MaxLinesPerAgent));
        Mix(mode.PreviewLimit.Ticks);
    }

    private void Mix(Disposition? disposition)
    {
        if (disposition is null)
        {
            Mix(0);
            return;
        }
        Mix(disposition.Code);
        Mix(disposition.Note);
        Mix((disposition.CallBackAt ?? Instant.Never).Ticks);
        Mix(disposition.CallBackLocal?.Ticks ?? -1);
        Mix((disposition.Done ? 1 : 0) | (disposition.DoNotCall ? 2 : 0) | (disposition.WasMachine ? 4 : 0));
    }

    private void Mix(string? text)
    {
        Mix(text?.Length ?? -1);
        if (text is null)
            return;
        foreach (char letter in text)
            _state = (_state ^ letter) * 0x100000001B3UL;
    }

    private void Mix(int first, int second) => Mix((ulong)(uint)first | ((ulong)(uint)second << 32));

    private void Mix(long value) => Mix((ulong)value);

    private void Mix(ulong value)
    {
        value *= 0x87C37B91114253D5UL;
        value = BitOperations.RotateLeft(value, 31) * 0x4CF5AD432745937FUL;
        _state = (BitOperations.RotateLeft(_state ^ value, 27) * 5) + 0x52DCE729UL;
    }

    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCDUL;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return value ^ (value >> 33);
    }
}
