using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Monitoring;

namespace Dialer.Server.Running;

/// <summary>What is configured changes: the engine, the line and what is shown follow, while calls go on.</summary>
public sealed partial class RunningDialer
{
    /// <summary>How far back the rules count, and which dispositions are refusals to them.</summary>
    private TimeSpan _reach;
    private readonly HashSet<string> _refusals = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Made ready for the change that is about to be followed.</summary>
    private (DialerConfig Config, DialerSetup Setup, Action Line)? _prepared;

    private (DialerConfig, DialerSetup, Action) Prepare(DialerConfig config)
    {
        var setup = DialerSetup.From(config, _ids);
        return (config, setup, _line.Prepare(setup.Line));
    }

    /// <summary>The engine, the line and the board follow at once, each call in progress as it began; lists are read beside the calls.</summary>
    private void Follow(BusinessChanged changed)
    {
        lock (_following)
        {
            var (config, setup, line) = _prepared is { } ready && ReferenceEquals(ready.Config, changed.Config) ? ready : Prepare(changed.Config);
            _prepared = null;
            var change = new SetupChange(_setup, setup, changed.Changes, campaign => _dialing.TryGetValue(campaign, out var dialing) ? dialing : null);
            foreach (var campaign in change.NewCampaigns)
                _dialing.TryRemove(campaign.Id, out _);
            (_config, _setup) = (config, change.After);
            line();
            foreach (var campaign in change.ChangedCampaigns)
            {
                _line.Configure(campaign);
                ApplyRules(campaign);
            }
            foreach (var input in change.Inputs())
                _loop.Post(input);
            RestoreMemory(change.NewCampaigns, change.ChangedCampaigns);
            foreach (var campaign in change.ChangedCampaigns)
                _loop.Post(EngineInput.LeadsAdded(campaign.Id));
            foreach (var campaign in change.ToStart)
                _loop.Post(EngineInput.StartCampaign(campaign));
            foreach (var agent in change.ToLogIn)
            {
                _logIns.Began(agent);
                _loop.Post(EngineInput.AgentLogIn(agent));
            }
            TellChanges(changed);

            // A reload reads all lists anew, after this.
            if (changed.By != BusinessBook.ByFile)
                ReadLists(changed.Changes);
        }
    }

    /// <summary>What else a reload reads again: lists and do-not-call files whose names are as they were.</summary>
    public void ReadFiles()
    {
        lock (_following)
            ListImports.Run(_config, _setup, _store, _time, isCalling: true, _logger, dropped: removal => _loop.Post(EngineInput.RemoveDoNotCall(removal)), CancellationToken.None);
        TellObjectors();
        foreach (var campaign in _setup.Campaigns)
            _loop.Post(EngineInput.LeadsAdded(campaign.Id, mayGoFirst: true));
    }

    /// <summary>Files that a campaign names and did not before are read as uploads are, one after the other.</summary>
    private void ReadLists(IReadOnlyList<BusinessChange> changes)
    {
        foreach (var (campaign, settings) in _config.Campaigns.Zip(_setup.Campaigns))
            if (changes.FirstOrDefault(change => change.Kind == BusinessKind.Campaign && change.Name == settings.Name) is { } change
                && !(change.Was?.Settings.Field("lists") is { } before && change.Now?.Settings.Field("lists") is { } now && before.SaysAs(now)))
                foreach (var list in campaign.Lists)
                    Uploads.Begin(settings.Id, settings.Name, list, isDryRun: false, isOurs: true);
    }

    private void TellChanges(BusinessChanged changed)
    {
        foreach (var change in changed.Changes)
            _publisher.Offer(new DialerEvent
            {
                Type = "configured",
                At = _time.GetUtcNow(),
                State = change.Was is null ? "added" : change.Now is null ? "removed" : "changed",
                Resource = BusinessKinds.Word(change.Kind),
                Name = change.Name,
                By = changed.By,
                Campaign = change.Kind == BusinessKind.Campaign ? _setup.Campaigns.FirstOrDefault(one => one.Name == change.Name)?.Id.Value : null,
                Queue = change.Kind == BusinessKind.Queue ? _setup.Queues.FirstOrDefault(one => one.Name == change.Name)?.Id.Value : null,
                Agent = change.Kind == BusinessKind.Agent ? _setup.Agents.FirstOrDefault(one => one.Name == change.Name)?.Id.Value : null,
            });
    }

    /// <summary>What was done before that today's rules still count.</summary>
    /// <param name="added">Campaigns that the engine has not had yet.</param>
    /// <param name="changed">Campaigns whose rules may reach further back than those until now.</param>
    private void RestoreMemory(IReadOnlyList<CampaignSettings> added, IReadOnlyList<CampaignSettings> changed)
    {
        var now = Now();
        foreach (var campaign in added)
            _loop.Post(EngineInput.RestoreAbandonHistory(campaign.Id, _store.AbandonHistory(campaign.Id, campaign.Abandon, campaign.TimeZone, now)));
        foreach (var campaign in changed)
            if (campaign.PerLead != PerLead.Off && _store.LeadModel(campaign.Id) is { } learned)
                _loop.Post(EngineInput.RestoreLeadModel(campaign.Id, learned));
        var rules = changed.Select(campaign => campaign.Calling).ToArray();
        var reach = rules.Select(rule => rule.Reach).DefaultIfEmpty().Max();
        var refusals = rules.SelectMany(rule => rule.AllRefusalCodes()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (reach <= _reach && refusals.IsSubsetOf(_refusals))
            return;
        _reach = reach > _reach ? reach : _reach;
        _refusals.UnionWith(refusals);
        _loop.Post(EngineInput.RestoreCallHistory(_store.CallHistory(now - _reach, _refusals)));
    }

    /// <summary>The engine remembers whom it had; who is configured no longer is not shown.</summary>
    private WallboardView Configured(WallboardView view)
    {
        var setup = _setup;
        if (view.Campaigns.Count == setup.Campaigns.Count && view.Agents.Count == setup.Agents.Count && view.Queues.Count == setup.Queues.Count)
            return view;
        HashSet<int> campaigns = [.. setup.Campaigns.Select(campaign => campaign.Id.Value)], agents = [.. setup.Agents.Select(agent => agent.Id.Value)], queues = [.. setup.Queues.Select(queue => queue.Id.Value)];
        AgentRow[] there = [.. view.Agents.Where(agent => agents.Contains(agent.Id))];
        return view with
        {
            Campaigns = [.. view.Campaigns.Where(campaign => campaigns.Contains(campaign.Id))],
            Agents = there,
            Queues = [.. view.Queues.Where(queue => queues.Contains(queue.Id))],
            AgentsByState = view.AgentsByState.ToDictionary(state => state.Key, state => there.Count(agent => Words.Word(agent.State) == state.Key)),
        };
    }
}
