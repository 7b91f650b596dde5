using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Store.Reports;

namespace Dialer.Server.Running;

/// <summary>Says in the log why a campaign does not dial: once a campaign and reason until the moment told, and no more than once an hour.</summary>
internal sealed class HeldBackLog(Action<CampaignId, string, Instant> say)
{
    private static readonly TimeSpan Least = TimeSpan.FromHours(1);

    private readonly Dictionary<(CampaignId, DialRefusal), Instant> _saidUntil = [];

    public void Hear(in EngineOutput fact)
    {
        if (fact.Kind != EngineOutputKind.DialRefused || !fact.LeavesHopper || fact.Until == Instant.Never || fact.Refusal == DialRefusal.AlreadyInCall)
            return;
        if (_saidUntil.TryGetValue((fact.Campaign, fact.Refusal), out var until) && fact.At < until)
            return;
        _saidUntil[(fact.Campaign, fact.Refusal)] = Instant.Max(fact.Until, fact.At + Least);
        say(fact.Campaign, HeldBackText.Of(fact.Refusal), fact.Until);
    }
}
