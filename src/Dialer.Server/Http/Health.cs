using Dialer.Core.Agents;
using Dialer.Line;
using Dialer.Server.Monitoring;

namespace Dialer.Server.Http;

/// <summary>How the dialer is, in one word, and what is wrong in sentences. No numbers and no names of people: it is asked without a token.</summary>
internal static class Health
{
    /// <param name="trouble">What keeps it from working.</param>
    /// <param name="overload">Why it makes no new calls now; null: it makes them.</param>
    public static HealthReply Of(IReadOnlyList<string> trouble, WallboardView view, string? overload)
    {
        string[] trunks = [.. view.Trunks.Where(trunk => trunk.Cause is not null && trunk.State != TrunkCondition.Starting).Select(trunk => $"trunk {trunk.Name}: {trunk.Cause}. {trunk.Remedy}")];
        int silent = view.Agents.Count(agent => agent.Reason == AgentReasons.PhoneSilent);
        string[] phones = silent == 0 ? [] : [$"{silent} agent{(silent == 1 ? "'s phone is" : "s' phones are")} silent, and get{(silent == 1 ? "s" : "")} nobody until heard again. See the reason \"{AgentReasons.PhoneSilent}\" in /v1/agents, and the phone or its PBX"];
        string[] overloads = overload is null ? [] : [$"overload, no new calls: {overload}"];
        string status = trouble.Count > 0 ? "failing" : view.Draining ? "draining" : overload is not null ? "overloaded" : trunks.Length + phones.Length > 0 ? "degraded" : "ok";
        return new HealthReply(status, [.. trouble, .. overloads, .. trunks, .. phones]);
    }
}
