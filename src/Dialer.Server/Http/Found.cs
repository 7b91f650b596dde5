using System.Globalization;
using Dialer.Server.Http.Access;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>Finds by name or number what the one who asks may see; what they may not see is not there.</summary>
internal static class Found
{
    public static CampaignRow? Campaign(IDialerDesk desk, Caller caller, string campaign) =>
        desk.View().Campaigns.FirstOrDefault(row => IsNamed(campaign, row.Name, row.Id) && caller.SeesCampaign(row.Name));

    public static AgentRow? Agent(IDialerDesk desk, Caller caller, string agent) =>
        desk.View().Agents.FirstOrDefault(row => IsNamed(agent, row.Name, row.Id) && caller.CommandsAgent(row.Name));

    private static bool IsNamed(string asked, string name, int id) => name == asked || id.ToString(CultureInfo.InvariantCulture) == asked;
}
