using System.Buffers;
using System.Collections;
using System.Reflection;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Log;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class EngineLogTests
{
    public static TheoryData<EngineInputKind, Type> Payloads => new()
    {
        { EngineInputKind.ConfigureTrunk, typeof(TrunkSettings) },
        { EngineInputKind.ConfigureQueue, typeof(QueueSettings) },
        { EngineInputKind.ConfigureAgent, typeof(AgentSettings) },
        { EngineInputKind.ConfigureCampaign, typeof(CampaignSettings) },
        { EngineInputKind.RestoreAbandonHistory, typeof(AbandonHistory) },
        { EngineInputKind.RestoreLeadModel, typeof(LeadModelState) },
        { EngineInputKind.RestoreCallHistory, typeof(CallHistory) },
        { EngineInputKind.LeadsLoaded, typeof(LeadBatch) },
        { EngineInputKind.SubmitDisposition, typeof(Disposition) },
        { EngineInputKind.ChangeDialMode, typeof(DialModeChange) },
        { EngineInputKind.PeopleObjected, typeof(Objectors) },
        { EngineInputKind.AddDoNotCallEntries, typeof(DoNotCallEntries) },
        { EngineInputKind.RemoveDoNotCall, typeof(DoNotCallRemoval) },
        { EngineInputKind.CallerFound, typeof(Caller) },
        { EngineInputKind.ConfigureCallers, typeof(CallerPlan) },
        { EngineInputKind.CompanyAnswered, typeof(CompanyAnswer) },
        { EngineInputKind.ConfigureHandovers, typeof(HandoverSettings) },
        { EngineInputKind.DescribeConversation, typeof(LateDescription) },
    };

    /// <summary>A property that somebody adds and forgets in the log is found here.</summary>
    [Theory]
    [MemberData(nameof(Payloads))]
    public void Every_property_of_a_payload_comes_back(EngineInputKind kind, Type type)
    {
        object payload = new Filler().Make(type);
        object back = Back(new EngineInput { Kind = kind, PayloadSlot = payload }).PayloadSlot!;
        Assert.Equal(Describe(payload), Describe(back));
    }

    [Fact]
    public void Every_property_of_an_input_comes_back()
    {
        var input = (EngineInput)new Filler().Make(typeof(EngineInput));
        input = input with { Kind = EngineInputKind.SubmitDisposition, PayloadSlot = new Disposition("sale", "note") };
        Assert.Equal(input, Back(input));
    }

    /// <summary>What a later version adds is not in an older log: it is then as if nobody had set it.</summary>
    [Fact]
    public void A_property_that_an_older_log_does_not_know_keeps_its_default()
    {
        var payloads = new Payloads(TimeZoneInfo.FindSystemTimeZoneById);
        var oldest = (CampaignSettings)payloads.Read(EngineInputKind.ConfigureCampaign, """{"Id":1,"Name":"campaign","Trunk":1,"Queue":1,"Mode":"Progressive","Message":"message"}"""u8);
        Assert.Equal(Describe(Desk.Settings), Describe(oldest));
        var trunk = (TrunkSettings)payloads.Read(EngineInputKind.ConfigureTrunk, """{"Id":1,"Name":"trunk","Channels":3,"CallsPerSecond":2.5}"""u8);
        Assert.Equal(Describe(new TrunkSettings(new TrunkId(1), "trunk", 3, 2.5)), Describe(trunk));
        var agent = (AgentSettings)payloads.Read(EngineInputKind.ConfigureAgent, """{"Id":1,"Name":"ana","Skills":[],"Campaigns":[1]}"""u8);
        Assert.Equal(Describe(new AgentSettings(new AgentId(1), "ana", [], [new CampaignId(1)])), Describe(agent));
        var half = (CampaignSettings)payloads.Read(EngineInputKind.ConfigureCampaign, """{"Id":1,"Name":"campaign","Trunk":1,"Queue":1,"Retry":{"MaxAttempts":5,"Rules":[]}}"""u8);
        Assert.Equal(new RetryRules(5, []) { }.UnfinishedDelay, half.Retry.UnfinishedDelay);
        var queue = (QueueSettings)payloads.Read(EngineInputKind.ConfigureQueue, """{"Id":1,"Name":"queue","Skills":[],"Priority":0,"ServiceLevel":"00:00:20","WrapUpLimit":"00:00:30"}"""u8);
        Assert.Equal(Describe(new QueueSettings(new QueueId(1), "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))), Describe(queue));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"Id":"one"}""")]
    [InlineData("""{"Name":"without an id"}""")]
    public void A_payload_that_makes_no_sense_is_refused(string json) =>
        Assert.Throws<EngineLogException>(() => new Payloads(TimeZoneInfo.FindSystemTimeZoneById).Read(EngineInputKind.ConfigureCampaign, System.Text.Encoding.UTF8.GetBytes(json)));

    /// <summary>A field of an output that somebody adds and forgets in the digest is found here.</summary>
    [Theory]
    [InlineData(typeof(EngineOutput))]
    [InlineData(typeof(AttemptOutcome))]
    [InlineData(typeof(InteractionRecord))]
    [InlineData(typeof(ConversationDescription))]
    [InlineData(typeof(PacingExplanation))]
    [InlineData(typeof(DialModeSettings))]
    public void Every_field_of_an_output_changes_the_digest(Type type)
    {
        ulong plain = Digest(type, null);
        foreach (var property in Settable(type).Where(p => p.Name != "Record" && !IsToldByTheOutput(type, p.Name)))
            Assert.True(plain != Digest(type, property), $"{type.Name}.{property.Name} is not in the digest");
    }

    /// <summary>With what kinds of messages share, which has a name per kind outside.</summary>
    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.SetMethod is not null);

    /// <summary>The output that a record belongs to says these already.</summary>
    private static bool IsToldByTheOutput(Type type, string name) => type == typeof(AttemptOutcome)
        ? name is "Attempt" or "Campaign" or "Lead" or "Call"
        : type == typeof(InteractionRecord) && name is "Interaction" or "Queue" or "Call" or "Attempt";

    private static ulong Digest(Type type, PropertyInfo? changed)
    {
        object record = Activator.CreateInstance(type)!;
        changed?.SetValue(record, new Filler().Make(changed.PropertyType));
        var outbox = new Outbox();
        outbox.AddRecord(new LeadModel().State());
        var output = new EngineOutput { Kind = EngineOutputKind.Drained, Record = -1 };
        switch (record)
        {
            case EngineOutput any: output = any; break;
            case AttemptOutcome outcome: output = new EngineOutput { Kind = EngineOutputKind.AttemptClosed, Record = outbox.AddRecord(outcome) }; break;
            case InteractionRecord closed: output = new EngineOutput { Kind = EngineOutputKind.InteractionClosed, Record = outbox.AddRecord(closed) }; break;
            case DialModeSettings mode: output = new EngineOutput { Kind = EngineOutputKind.DialModeChanged, Record = outbox.AddRecord(mode) }; break;
            case ConversationDescription said: output = new EngineOutput { Kind = EngineOutputKind.ConversationDescribed, Record = outbox.AddRecord(said) }; break;
            case PacingExplanation pacing: output = new EngineOutput { Kind = EngineOutputKind.PacingDecided, Record = outbox.AddRecord(pacing) }; break;
        }
        outbox.Add(output);
        var digest = new OutputDigest();
        digest.Add(outbox);
        return digest.Value;
    }

    [Fact]
    public void A_torn_end_is_told_apart_from_a_broken_record()
    {
        var log = new ArrayBufferWriter<byte>();
        var writer = new EngineLogWriter();
        writer.Write(EngineInput.CallRinging(new CallId(1)), new Instant(10), log);
        int whole = log.WrittenCount;
        writer.Write(EngineInput.AddDoNotCall("+33162000000"), new Instant(20), log);
        for (int length = whole + 1; length < log.WrittenCount; length++)
            Assert.Equal([LogRead.Record, LogRead.Torn], ReadAll(log.WrittenSpan[..length]));
        Assert.Equal([LogRead.Record, LogRead.Record, LogRead.End], ReadAll(log.WrittenSpan));
        byte[] broken = log.WrittenSpan.ToArray();
        broken[^3] ^= 1;
        Assert.Throws<EngineLogException>(() => ReadAll(broken));
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_crash()
    {
        var random = new SeededRandom(11);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(80)];
            for (int b = 0; b < bytes.Length; b++)
                bytes[b] = (byte)random.Next(256);
            if (bytes.Length > 6)
                bytes[0] = (byte)(bytes.Length - 5);
            if (bytes.Length > 6)
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Fnv(bytes.AsSpan(5)));
            try
            {
                ReadAll(bytes);
            }
            catch (Exception refused) when (refused is EngineLogException or TimeZoneNotFoundException)
            {
            }
        }
    }

    private static uint Fnv(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte next in bytes)
            hash = (hash ^ next) * 16777619;
        return hash;
    }

    private static List<LogRead> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var reader = new EngineLogReader(TimeZoneInfo.FindSystemTimeZoneById);
        var all = new List<LogRead>();
        do
            all.Add(reader.TryRead(ref bytes, out _, out _));
        while (all[^1] == LogRead.Record);
        return all;
    }

    private static EngineInput Back(in EngineInput input)
    {
        var log = new ArrayBufferWriter<byte>();
        new EngineLogWriter().Write(input, new Instant(123), log);
        var bytes = log.WrittenSpan;
        Assert.Equal(LogRead.Record, new EngineLogReader(TimeZoneInfo.FindSystemTimeZoneById).TryRead(ref bytes, out var back, out var at));
        Assert.Equal(new Instant(123), at);
        Assert.True(bytes.IsEmpty);
        return back;
    }

    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        TimeZoneInfo zone => zone.Id,
        IEnumerable many => "[" + string.Join(", ", many.Cast<object?>().Select(Describe).Order()) + "]",
        _ when value.GetType().Namespace!.StartsWith("Dialer", StringComparison.Ordinal) && !value.GetType().IsEnum =>
            value.GetType().Name + "(" + string.Join(", ", value.GetType().GetProperties().Where(p => p.GetMethod is { IsStatic: false }).Select(p => p.Name + "=" + Describe(p.GetValue(value)))) + ")",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    /// <summary>Makes a value of a type with every settable property different from its default and from its neighbours.</summary>
    private sealed class Filler
    {
        private readonly HashSet<Type> _open = [];
        private int _next = 1;

        public object Make(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            int n = ++_next;
            if (type == typeof(string))
                return $"text {n}";
            if (type == typeof(bool))
                return true;
            if (type == typeof(char))
                return (char)('a' + (n % 26));
            if (type.IsEnum)
                return Enum.GetValues(type).Cast<object>().Last();
            if (type == typeof(int))
                return n;
            if (type == typeof(uint))
                return (uint)n;
            if (type == typeof(long))
                return (long)n;
            if (type == typeof(double))
                return n + 0.25;
            if (type == typeof(float))
                return n + 0.5f;
            if (type == typeof(TimeSpan))
                return TimeSpan.FromSeconds(n);
            if (type == typeof(TimeOnly))
                return TimeOnly.MinValue.AddMinutes(n);
            if (type == typeof(DateOnly))
                return new DateOnly(2026, 1, 1).AddDays(n);
            if (type == typeof(DateTime))
                return new DateTime(2026, 1, 1).AddMinutes(n);
            if (type == typeof(TimeZoneInfo))
                return TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
            if (type == typeof(SkillExpression))
                return SkillExpression.Parse($"a >= {n % 10} or b < 3 and c", name => new SkillId(n + name[0]), out _)!;
            if (type == typeof(object))
                return new Disposition($"code {n}");
            if (type.IsGenericType)
                return MakeMany(type);
            bool isOuter = _open.Add(type);
            object made = MakeRecord(type);
            if (isOuter)
                _open.Remove(type);
            return made;
        }

        private object MakeMany(Type type)
        {
            var of = type.GetGenericArguments()[0];
            if (type.Name.Contains("Dictionary", StringComparison.Ordinal))
            {
                var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()))!;
                entries.Add(Make(of), Make(type.GetGenericArguments()[1]));
                return entries;
            }
            if (_open.Contains(of))
                return Array.CreateInstance(of, 0); // Rules hold rules of places: one level tells enough.
            var many = Array.CreateInstance(of, 2);
            many.SetValue(Make(of), 0);
            many.SetValue(Make(of), 1);
            return type.Name.Contains("Set", StringComparison.Ordinal) ? Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(of), many)! : many;
        }

        private object MakeRecord(Type type)
        {
            var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
            var parameters = constructor?.GetParameters() ?? [];
            object made = parameters.Length == 0
                ? Activator.CreateInstance(type)!
                : constructor!.Invoke(parameters.Select(p => (object?)Make(p.ParameterType)).ToArray());
            var given = parameters.Select(p => p.Name).ToHashSet();
            foreach (var property in Settable(type).Where(p => !given.Contains(p.Name)))
                property.SetValue(made, Make(property.PropertyType));
            return made;
        }
    }
}
