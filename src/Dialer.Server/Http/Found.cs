using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>Finds by name or number what the one who asks may see; what they may not see is not there.</summary>
internal static class Found
{
    public static CampaignRow? Campaign(IDialerDesk desk, Caller caller, string campaign) =>
        desk.Campaigns(campaign).FirstOrDefault(row => caller.SeesCampaign(row.Name));

    public static AgentRow? Agent(IDialerDesk desk, Caller caller, string agent) =>
        desk.Agents(agent).FirstOrDefault(row => Sees(desk, caller, row));

    /// <summary>Whoever is limited sees the agents who work for their campaigns and queues.</summary>
    public static bool Sees(IDialerDesk desk, Caller caller, AgentRow agent) =>
        caller.CommandsAgent(agent.Name) && (caller.Role == Role.Agent || !caller.IsLimited || desk.CampaignsOf(new AgentId(agent.Id)).Any(caller.SeesCampaign) || desk.QueuesOf(new AgentId(agent.Id)).Any(caller.SeesQueue));

    public static QueueId? Queue(IDialerDesk desk, Caller caller, string queue) =>
        desk.Queues.Where(one => IsNamed(queue, one.Name, one.Id.Value) && caller.SeesQueue(one.Name)).Select(one => (QueueId?)one.Id).FirstOrDefault();

    public static WallboardView Wallboard(IDialerDesk desk, Caller caller)
    {
        var view = desk.View();
        if (!caller.IsLimited)
            return view;
        AgentRow[] agents = [.. view.Agents.Where(row => Sees(desk, caller, row))];
        return view with
        {
            Campaigns = [.. view.Campaigns.Where(row => caller.SeesCampaign(row.Name))],
            Agents = agents,
            Queues = [.. view.Queues.Where(row => caller.SeesQueue(row.Name))],
            AgentsByState = view.AgentsByState.ToDictionary(state => state.Key, state => agents.Count(row => Words.Word(row.State) == state.Key)),
        };
    }

    private static bool IsNamed(string asked, string name, int id) => name == asked || id.ToString(CultureInfo.InvariantCulture) == asked;
}
