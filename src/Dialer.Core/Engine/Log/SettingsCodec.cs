using Dialer.Core.Agents;
using Dialer.Core.Attempts;
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
/// The payloads of inputs as bytes and back, field by field in one order. A test fills every property of every payload
/// with its own value and finds the field that was forgotten here.
/// </summary>
internal static class SettingsCodec
{
    public static void Write(LogBytes to, EngineInputKind kind, object payload)
    {
        switch (payload)
        {
            case TrunkSettings trunk: Write(to, trunk); break;
            case QueueSettings queue: Write(to, queue); break;
            case AgentSettings agent: Write(to, agent); break;
            case CampaignSettings campaign: Write(to, campaign); break;
            case AbandonHistory history: Write(to, history); break;
            case CallHistory history: Write(to, history); break;
            case LeadBatch batch: Write(to, batch); break;
            case Disposition disposition: Write(to, disposition); break;
            case LateDescription late: Write(to, late); break;
            case DialModeChange change: Write(to, change); break;
            case Objectors people: Write(to, people); break;
            case Caller caller: Write(to, caller); break;
            default: throw new EngineLogException($"{kind} carries a payload that the log does not know: {payload.GetType().Name}");
        }
    }

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

    private static void Write(LogBytes to, TrunkSettings trunk)
    {
        to.Signed(trunk.Id.Value);
        to.Text(trunk.Name);
        to.Signed(trunk.Channels);
        to.Double(trunk.CallsPerSecond);
        to.Unsigned((ulong)trunk.Failover.Count);
        foreach (var other in trunk.Failover)
            to.Signed(other.Value);
    }

    private static TrunkSettings ReadTrunk(ref LogText from)
    {
        var trunk = new TrunkSettings(new TrunkId(from.Int()), from.Text(), from.Int(), from.Double());
        var failover = new TrunkId[from.Count()];
        for (int i = 0; i < failover.Length; i++)
            failover[i] = new TrunkId(from.Int());
        return trunk with { Failover = failover };
    }

    private static void Write(LogBytes to, QueueSettings queue)
    {
        to.Signed(queue.Id.Value);
        to.Text(queue.Name);
        to.Unsigned((ulong)queue.Skills.Count);
        foreach (var skill in queue.Skills)
        {
            to.Signed(skill.Skill.Value);
            to.Signed(skill.MinimumProficiency);
        }
        to.Signed(queue.Priority);
        to.Span(queue.ServiceLevel);
        to.Span(queue.WrapUpLimit);
        to.Signed(queue.MaxWaiting);
        to.Text(queue.Music);
        to.Signed(queue.CallBackCampaign?.Value ?? -1);
    }

    private static QueueSettings ReadQueue(ref LogText from)
    {
        var id = new QueueId(from.Int());
        string name = from.Text();
        var skills = new RequiredSkill[from.Count()];
        for (int i = 0; i < skills.Length; i++)
            skills[i] = new RequiredSkill(new SkillId(from.Int()), from.Int());
        return new QueueSettings(id, name, skills, from.Int(), from.Span(), from.Span(), from.Int(), from.Text())
        {
            CallBackCampaign = from.Int() is >= 0 and var campaign ? new CampaignId(campaign) : null,
        };
    }

    private static void Write(LogBytes to, AgentSettings agent)
    {
        to.Signed(agent.Id.Value);
        to.Text(agent.Name);
        to.Unsigned((ulong)agent.Skills.Count);
        foreach (var skill in agent.Skills)
        {
            to.Signed(skill.Skill.Value);
            to.Signed(skill.Proficiency);
        }
        to.Unsigned((ulong)agent.Campaigns.Count);
        foreach (var campaign in agent.Campaigns)
            to.Signed(campaign.Value);
        to.Text(agent.Phone);
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

    private static void Write(LogBytes to, CampaignSettings campaign)
    {
        to.Signed(campaign.Id.Value);
        to.Text(campaign.Name);
        to.Signed(campaign.Trunk.Value);
        to.Signed(campaign.Queue.Value);
        to.Byte((byte)campaign.Mode);
        to.Text(campaign.Pacer);
        to.Double(campaign.Ratio);
        to.Double(campaign.MaxLinesPerAgent);
        Write(to, campaign.Abandon);
        to.Span(campaign.RingTimeout);
        to.Span(campaign.MinimumRing);
        to.Byte((byte)campaign.Analysis);
        to.Byte((byte)campaign.OnMachine);
        to.Byte((byte)campaign.OnUndetermined);
        to.Span(campaign.AnalysisLimit);
        Write(to, campaign.Retry);
        Write(to, campaign.Calling);
        to.Text(campaign.TimeZone.Id);
        to.Span(campaign.WrapUpLimit);
        to.Text(campaign.Announcement);
        to.Text(campaign.Message);
        to.Unsigned(campaign.TransferKey);
        to.Unsigned(campaign.OptOutKey);
        to.Unsigned((ulong)campaign.KeyDispositions.Count);
        foreach (var disposition in campaign.KeyDispositions)
            Write(to, disposition);
        to.Byte((byte)campaign.PreviewTimeOut);
        to.Span(campaign.PreviewLimit);
        to.Text(campaign.CallerId);
        to.Signed(campaign.Priority);
        to.Signed(campaign.Weight);
        to.Signed(campaign.InboundReserve);
        to.Moment(campaign.PlannedEnd);
        to.Byte((byte)campaign.OnRevoked);
        to.Byte((byte)campaign.OnScreening);
        to.Text(campaign.ScreeningPrompt);
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

    private static void Write(LogBytes to, AbandonRule rule)
    {
        to.Span(rule.After);
        to.Byte((byte)rule.From);
        to.Double(rule.Cap);
        to.Byte((byte)rule.Window);
        to.Flag(rule.CountFalsePositives);
        to.Double(rule.FalsePositiveShare);
    }

    private static AbandonRule ReadAbandon(ref LogText from) =>
        new(from.Span(), (AbandonClock)from.Byte(), from.Double(), (AbandonWindow)from.Byte(), from.Flag()) { FalsePositiveShare = from.Double() };

    private static void Write(LogBytes to, RetryRules retry)
    {
        to.Signed(retry.MaxAttempts);
        to.Unsigned((ulong)retry.Rules.Count);
        foreach (var rule in retry.Rules)
        {
            to.Byte((byte)rule.Result);
            to.Byte((byte)rule.Verdict);
            to.Span(rule.Delay);
            to.Signed(rule.MaxAttempts);
        }
        to.Span(retry.NextNumberDelay);
        to.Flag(retry.RestAfterAbandon is not null);
        to.Span(retry.RestAfterAbandon ?? TimeSpan.Zero);
        to.Span(retry.UnfinishedDelay);
        to.Span(retry.TrunkFaultDelay);
        to.Signed(retry.MaxUncountedTries);
    }

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

    private static void Write(LogBytes to, CallingRules rules)
    {
        to.Unsigned((ulong)rules.Hours.Count);
        foreach (var hours in rules.Hours)
        {
            to.Byte((byte)hours.Day);
            to.Signed(hours.From.Ticks);
            to.Signed(hours.To.Ticks);
        }
        to.Unsigned((ulong)rules.Holidays.Count);
        foreach (var day in rules.Holidays)
            to.Signed(day.DayNumber);
        to.Byte((byte)rules.Calendar);
        to.Unsigned((ulong)rules.Limits.Count);
        foreach (var limit in rules.Limits)
        {
            to.Signed(limit.Count);
            to.Span(limit.Window);
            to.Byte((byte)limit.Scope);
        }
        Write(to, rules.RefusalCodes);
        to.Span(rules.RestAfterRefusal);
        to.Span(rules.RestAfterAbandon);
        to.Flag(rules.ConsentRequired);
        to.Span(rules.ConsentValidFor);
        Write(to, rules.AllowedPrefixes);
        Write(to, rules.InternalNumbers);
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

    private static void Write(LogBytes to, IReadOnlyCollection<string> texts)
    {
        to.Unsigned((ulong)texts.Count);
        foreach (string text in texts)
            to.Text(text);
    }

    private static string[] ReadTexts(ref LogText from)
    {
        string[] texts = new string[from.Count()];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = from.Text();
        return texts;
    }

    private static void Write(LogBytes to, AbandonHistory history)
    {
        to.Unsigned((ulong)history.Buckets.Count);
        foreach (var bucket in history.Buckets)
        {
            to.Moment(bucket.From);
            to.Signed(bucket.Answered);
            to.Signed(bucket.Abandoned);
        }
    }

    private static AbandonHistory ReadAbandonHistory(ref LogText from)
    {
        var buckets = new AbandonBucket[from.Count()];
        for (int i = 0; i < buckets.Length; i++)
            buckets[i] = new AbandonBucket(from.Moment(), from.Int(), from.Int());
        return new AbandonHistory(buckets);
    }

    private static void Write(LogBytes to, CallHistory history)
    {
        to.Unsigned((ulong)history.Entries.Count);
        foreach (var entry in history.Entries)
        {
            to.Signed(entry.Campaign.Value);
            to.Text(entry.Number);
            to.Byte((byte)entry.Kind);
            to.Moment(entry.At);
        }
    }

    private static CallHistory ReadCallHistory(ref LogText from)
    {
        var entries = new CallHistoryEntry[from.Count()];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new CallHistoryEntry(new CampaignId(from.Int()), from.Text(), (CallHistoryKind)from.Byte(), from.Moment());
        return new CallHistory(entries);
    }

    private static void Write(LogBytes to, LeadBatch batch)
    {
        to.Moment(batch.NextCallable);
        to.Unsigned((ulong)batch.Leads.Count);
        foreach (var lead in batch.Leads)
            Write(to, lead);
    }

    private static LeadBatch ReadBatch(ref LogText from)
    {
        var next = from.Moment();
        var leads = new HopperLead[from.Count()];
        for (int i = 0; i < leads.Length; i++)
            leads[i] = ReadLead(ref from);
        return new LeadBatch(leads, next);
    }

    private static void Write(LogBytes to, HopperLead lead)
    {
        to.Signed(lead.Id.Value);
        to.Signed(lead.List);
        to.Unsigned((ulong)lead.Phones.Count);
        foreach (var phone in lead.Phones)
        {
            to.Text(phone.Number);
            to.Byte((byte)phone.Kind);
            to.Text(phone.Extension);
            to.Flag(phone.Dead);
            to.Text(phone.TimeZone?.Id);
        }
        to.Signed(lead.NextPhone);
        to.Signed(lead.AttemptsMade);

        // Leads whose zone nobody knows come without one, whatever the type says: the gate refuses them where hours apply.
        to.Text(lead.TimeZone?.Id);
        to.Signed(lead.Priority);
        to.Flag(lead.ForAgent is not null);
        to.Signed(lead.ForAgent?.Value ?? 0);
        to.Byte((byte)lead.Consent.State);
        to.Signed(lead.Consent.Since?.DayNumber ?? -1);
        to.Text(lead.Region);
        to.Signed(lead.UncountedTries);
        to.Signed(lead.Person.Value);
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

    private static void Write(LogBytes to, Disposition disposition)
    {
        to.Text(disposition.Code);
        to.Text(disposition.Note);
        to.Moment(disposition.CallBackAt ?? Instant.Never);
        to.Flag(disposition.Done);
        to.Flag(disposition.DoNotCall);
        to.Flag(disposition.WasMachine);
        to.Signed(disposition.CallBackLocal?.Ticks ?? -1);
    }

    private static void Write(LogBytes to, LateDescription late)
    {
        var past = late.Conversation;
        to.Signed(past.Interaction.Value);
        to.Signed(past.Run);
        to.Signed(past.Queue.Value);
        to.Signed(past.Call.Value);
        to.Text(past.Party);
        to.Unsigned((ulong)past.Agents.Count);
        foreach (var agent in past.Agents)
            to.Signed(agent.Value);
        to.Moment(past.ClosedAt);
        to.Flag(past.Objected);
        to.Flag(past.Attempt is not null);
        if (past.Attempt is { } attempt)
            Write(to, attempt);
        to.Flag(past.Caller is not null);
        if (past.Caller is { } caller)
            Write(to, caller);
        Write(to, late.Said);
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

    private static void Write(LogBytes to, PastAttempt attempt)
    {
        to.Signed(attempt.Attempt.Value);
        to.Signed(attempt.Campaign.Value);
        Write(to, attempt.Lead);
        to.Text(attempt.Number);
        to.Byte((byte)attempt.Result);
        to.Byte((byte)attempt.Verdict);
        to.Flag(attempt.Counted);
        to.Flag(attempt.WasMachine);
        to.Flag(attempt.IsLatest);
    }

    private static PastAttempt ReadAttempt(ref LogText from) => new(
        new AttemptId(from.Signed()), new CampaignId(from.Int()), ReadLead(ref from), from.Text(), (CallResult)from.Byte(), (CpaVerdict)from.Byte(), from.Flag(), from.Flag(), from.Flag());

    private static void Write(LogBytes to, DialModeChange change)
    {
        to.Signed((int?)change.Mode ?? -1);
        to.Text(change.Pacer);
        to.Double(change.Ratio ?? double.NaN);
        to.Double(change.MaxLinesPerAgent ?? double.NaN);
        to.Signed(change.PreviewLimit?.Ticks ?? -1);
        to.Signed((int?)change.PreviewTimeOut ?? -1);
    }

    private static DialModeChange ReadDialMode(ref LogText from) => new()
    {
        Mode = from.Int() is >= 0 and var mode ? (DialMode)mode : null,
        Pacer = from.TextOrNull(),
        Ratio = from.Double() is var ratio && !double.IsNaN(ratio) ? ratio : null,
        MaxLinesPerAgent = from.Double() is var lines && !double.IsNaN(lines) ? lines : null,
        PreviewLimit = from.Signed() is >= 0 and var limit ? new TimeSpan(limit) : null,
        PreviewTimeOut = from.Int() is >= 0 and var timeOut ? (PreviewTimeOut)timeOut : null,
    };

    private static void Write(LogBytes to, Objectors people)
    {
        Write(to, people.Persons);
        Write(to, people.Numbers);
    }

    private static void Write(LogBytes to, Caller caller)
    {
        Write(to, caller.Persons);
        to.Text(caller.TimeZone?.Id);
        to.Text(caller.Place?.Id);
        to.Text(caller.Region);
    }

    private static void Write(LogBytes to, IReadOnlyList<PersonId> persons)
    {
        to.Unsigned((ulong)persons.Count);
        foreach (var person in persons)
            to.Signed(person.Value);
    }

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
