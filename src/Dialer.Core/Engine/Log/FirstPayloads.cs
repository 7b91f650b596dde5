using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Log;

/// <summary>
/// The payloads of inputs as logs of version 1 hold them, field by field in one order. Frozen: it reads what was recorded
/// then, and nothing is added.
/// </summary>
internal static class FirstPayloads
{
    public static object Read(ref LogText from, EngineInputKind kind) => kind switch
    {
        EngineInputKind.ConfigureTrunk => ReadTrunk(ref from),
        EngineInputKind.ConfigureQueue => ReadQueue(ref from),
        EngineInputKind.ConfigureAgent => ReadAgent(ref from),
        EngineInputKind.ConfigureCampaign => ReadCampaign(ref from),
        EngineInputKind.RestoreAbandonHistory => ReadAbandonHistory(ref from),
        EngineInputKind.RestoreCallHistory => ReadCallHistory(ref from),
        EngineInputKind.LeadsLoaded => ReadBatch(ref from),
        EngineInputKind.SubmitDisposition => ReadDisposition(ref from),
        EngineInputKind.DescribeConversation => ReadLate(ref from),
        EngineInputKind.ChangeDialMode => ReadDialMode(ref from),
        EngineInputKind.PeopleObjected => new Objectors(ReadPersons(ref from), ReadTexts(ref from)),
        EngineInputKind.CallerFound => ReadCaller(ref from),
        _ => throw new EngineLogException($"{kind} carries no payload"),
    };

    private static TrunkSettings ReadTrunk(ref LogText from)
    {
        var trunk = new TrunkSettings(new TrunkId(from.Int()), from.Text(), from.Int(), from.Double());
        var failover = new TrunkId[from.Count()];
        for (int i = 0; i < failover.Length; i++)
            failover[i] = new TrunkId(from.Int());
        return trunk with { Failover = failover };
    }

    private static QueueSettings ReadQueue(ref LogText from)
    {
        var id = new QueueId(from.Int());
        string name = from.Text();
        var skills = new RequiredSkill[from.Count()];
        for (int i = 0; i < skills.Length; i++)
            skills[i] = new RequiredSkill(new SkillId(from.Int()), from.Int());
        int priority = from.Int();
        TimeSpan serviceLevel = from.Span(), wrapUp = from.Span();
        int maxWaiting = from.Int();
        return new QueueSettings(id, name, skills, priority, serviceLevel, wrapUp, from.Text())
        {
            Door = new QueueDoor { MaxWaiting = maxWaiting },
            CallBackCampaign = from.Int() is >= 0 and var campaign ? new CampaignId(campaign) : null,
        };
    }

    private static AgentSettings ReadAgent(ref LogText from)
    {
        var id = new AgentId(from.Int());
        string name = from.Text();
        var skills = new AgentSkill[from.Count()];
        for (int i = 0; i < skills.Length; i++)
            skills[i] = new AgentSkill(new SkillId(from.Int()), from.Int());
        var campaigns = new CampaignId[from.Count()];
        for (int i = 0; i < campaigns.Length; i++)
            campaigns[i] = new CampaignId(from.Int());
        return new AgentSettings(id, name, skills, campaigns) { Phone = from.Text() };
    }

    private static CampaignSettings ReadCampaign(ref LogText from) => new()
    {
        Id = new CampaignId(from.Int()),
        Name = from.Text(),
        Trunk = new TrunkId(from.Int()),
        Queue = new QueueId(from.Int()),
        Mode = (DialMode)from.Byte(),
        Pacer = from.Text(),
        Ratio = from.Double(),
        MaxLinesPerAgent = from.Double(),
        Abandon = ReadAbandon(ref from),
        RingTimeout = from.Span(),
        MinimumRing = from.Span(),
        Analysis = (AnalysisMode)from.Byte(),
        OnMachine = (AnswerAction)from.Byte(),
        OnUndetermined = (AnswerAction)from.Byte(),
        AnalysisLimit = from.Span(),
        Retry = ReadRetry(ref from),
        Calling = ReadCalling(ref from),
        TimeZone = from.ZoneOrNull() ?? TimeZoneInfo.Utc,
        WrapUpLimit = from.Span(),
        Announcement = from.Text(),
        Message = from.TextOrNull(),
        TransferKey = (char)from.Unsigned(),
        OptOutKey = (char)from.Unsigned(),
        KeyDispositions = ReadDispositions(ref from),
        PreviewTimeOut = (PreviewTimeOut)from.Byte(),
        PreviewLimit = from.Span(),
        CallerId = from.TextOrNull(),
        Priority = from.Int(),
        Weight = from.Int(),
        InboundReserve = from.Int(),
        PlannedEnd = from.Moment(),
        OnRevoked = (RevokedAction)from.Byte(),
        OnScreening = (ScreeningAction)from.Byte(),
        ScreeningPrompt = from.TextOrNull(),
    };

    private static Disposition[] ReadDispositions(ref LogText from)
    {
        var dispositions = new Disposition[from.Count()];
        for (int i = 0; i < dispositions.Length; i++)
            dispositions[i] = ReadDisposition(ref from);
        return dispositions;
    }

    private static AbandonRule ReadAbandon(ref LogText from) =>
        new(from.Span(), (AbandonClock)from.Byte(), from.Double(), (AbandonWindow)from.Byte(), from.Flag()) { FalsePositiveShare = from.Double() };

    private static RetryRules ReadRetry(ref LogText from)
    {
        int most = from.Int();
        var rules = new RetryRule[from.Count()];
        for (int i = 0; i < rules.Length; i++)
            rules[i] = new RetryRule((CallResult)from.Byte(), (CpaVerdict)from.Byte(), from.Span(), from.Int());
        var nextNumber = from.Span();
        bool rests = from.Flag();
        var rest = from.Span();
        return new RetryRules(most, rules)
        {
            NextNumberDelay = nextNumber,
            RestAfterAbandon = rests ? rest : null,
            UnfinishedDelay = from.Span(),
            TrunkFaultDelay = from.Span(),
            MaxUncountedTries = from.Int(),
        };
    }

    private static CallingRules ReadCalling(ref LogText from)
    {
        var hours = new CallingHours[from.Count()];
        for (int i = 0; i < hours.Length; i++)
            hours[i] = new CallingHours((DayOfWeek)from.Byte(), new TimeOnly(from.Signed()), new TimeOnly(from.Signed()));
        var holidays = new HashSet<DateOnly>();
        for (int i = from.Count(); i > 0; i--)
            holidays.Add(DateOnly.FromDayNumber(from.Int()));
        var calendar = (HolidayCalendar)from.Byte();
        var limits = new AttemptLimit[from.Count()];
        for (int i = 0; i < limits.Length; i++)
            limits[i] = new AttemptLimit(from.Int(), from.Span(), (LimitScope)from.Byte());
        return new CallingRules(hours, holidays)
        {
            Calendar = calendar,
            Limits = limits,
            RefusalCodes = new HashSet<string>(ReadTexts(ref from)),
            RestAfterRefusal = from.Span(),
            RestAfterAbandon = from.Span(),
            ConsentRequired = from.Flag(),
            ConsentValidFor = from.Span(),
            AllowedPrefixes = ReadTexts(ref from),
            InternalNumbers = new HashSet<string>(ReadTexts(ref from)),
        };
    }

    private static string[] ReadTexts(ref LogText from)
    {
        string[] texts = new string[from.Count()];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = from.Text();
        return texts;
    }

    private static AbandonHistory ReadAbandonHistory(ref LogText from)
    {
        var buckets = new AbandonBucket[from.Count()];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = new AbandonBucket(from.Moment(), from.Int(), from.Int());
        return new AbandonHistory(buckets);
    }

    private static CallHistory ReadCallHistory(ref LogText from)
    {
        var entries = new CallHistoryEntry[from.Count()];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new CallHistoryEntry(new CampaignId(from.Int()), from.Text(), (CallHistoryKind)from.Byte(), from.Moment());
        return new CallHistory(entries);
    }

    private static LeadBatch ReadBatch(ref LogText from)
    {
        var next = from.Moment();
        var leads = new HopperLead[from.Count()];
        for (int i = 0; i < leads.Length; i++)
            leads[i] = ReadLead(ref from);
        return new LeadBatch(leads, next);
    }

    private static HopperLead ReadLead(ref LogText from)
    {
        var id = new LeadId(from.Signed());
        int list = from.Int();
        var phones = new LeadPhone[from.Count()];
        for (int i = 0; i < phones.Length; i++)
            phones[i] = new LeadPhone(from.Text(), (PhoneKind)from.Byte()) { Extension = from.TextOrNull(), Dead = from.Flag(), TimeZone = from.ZoneOrNull() };
        int next = from.Int();
        int made = from.Int();
        var zone = from.ZoneOrNull();
        int priority = from.Int();
        bool promised = from.Flag();
        int agent = from.Int();
        var state = (ConsentState)from.Byte();
        int since = from.Int();
        return new HopperLead(id, list, phones, next, made, zone!, priority, promised ? new AgentId(agent) : null)
        {
            Consent = new Consent(state, since < 0 ? null : DateOnly.FromDayNumber(since)),
            Region = from.TextOrNull(),
            UncountedTries = from.Int(),
            Person = new PersonId(from.Signed()),
        };
    }

    private static LateDescription ReadLate(ref LogText from)
    {
        var interaction = new InteractionId(from.Signed());
        int run = from.Int();
        var queue = new QueueId(from.Int());
        var call = new CallId(from.Signed());
        string party = from.Text();
        var agents = new AgentId[from.Count()];
        for (int i = 0; i < agents.Length; i++)
            agents[i] = new AgentId(from.Int());
        var past = new PastConversation(interaction, run, queue, call, party, agents, from.Moment(), from.Flag(), from.Flag() ? ReadAttempt(ref from) : null)
        {
            Caller = from.Flag() ? ReadCaller(ref from) : null,
        };
        return new LateDescription(past, ReadDisposition(ref from));
    }

    private static PastAttempt ReadAttempt(ref LogText from) => new(
        new AttemptId(from.Signed()), new CampaignId(from.Int()), ReadLead(ref from), from.Text(), (CallResult)from.Byte(), (CpaVerdict)from.Byte(), from.Flag(), from.Flag(), from.Flag());

    private static DialModeChange ReadDialMode(ref LogText from) => new()
    {
        Mode = from.Int() is >= 0 and var mode ? (DialMode)mode : null,
        Pacer = from.TextOrNull(),
        Ratio = from.Double() is var ratio && !double.IsNaN(ratio) ? ratio : null,
        MaxLinesPerAgent = from.Double() is var lines && !double.IsNaN(lines) ? lines : null,
        PreviewLimit = from.Signed() is >= 0 and var limit ? new TimeSpan(limit) : null,
        PreviewTimeOut = from.Int() is >= 0 and var timeOut ? (PreviewTimeOut)timeOut : null,
    };

    private static Caller ReadCaller(ref LogText from) => new(ReadPersons(ref from), from.ZoneOrNull(), from.ZoneOrNull(), from.TextOrNull());

    private static PersonId[] ReadPersons(ref LogText from)
    {
        var persons = new PersonId[from.Count()];
        for (int i = 0; i < persons.Length; i++)
            persons[i] = new PersonId(from.Signed());
        return persons;
    }

    private static Disposition ReadDisposition(ref LogText from)
    {
        string code = from.Text();
        string? note = from.TextOrNull();
        var callBack = from.Moment();
        return new Disposition(code, note, callBack == Instant.Never ? null : callBack, from.Flag(), from.Flag(), from.Flag())
        {
            CallBackLocal = from.Signed() is >= 0 and var local ? new DateTime(local) : null,
        };
    }
}
