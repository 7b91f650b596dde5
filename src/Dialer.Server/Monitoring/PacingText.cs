using System.Globalization;
using System.Text;
using Dialer.Core.Pacing;

namespace Dialer.Server.Monitoring;

/// <summary>The numbers behind the present pace, in sentences: <c>dialer explain pacing CAMPAIGN</c>.</summary>
public static class PacingText
{
    public static string Explain(string campaign, in PacingExplanation e)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{campaign}, at {e.At}:");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {e.ExpectedFreeAgents:0.0} agents will be free when the next call would be answered; {e.ExpectedAnswers:0.0} people will have answered calls in flight by then.");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {e.AnswerRate:0.0%} of such leads answer. {e.DialLevel:0.00} lines per agent are in flight; {e.Launched} were launched just now.");
        text.AppendLine(CultureInfo.InvariantCulture, $"  One more call, answered, would find no agent with a chance of {e.ChanceOfNoAgent:0.0%}; {e.ChanceAllowed:0.0%} is allowed now.");
        text.AppendLine(e.AllowanceLeft >= 0
            ? string.Create(CultureInfo.InvariantCulture, $"  {e.AllowanceLeft:0.0} more people could be abandoned at this instant without passing the cap.")
            : string.Create(CultureInfo.InvariantCulture, $"  {-e.AllowanceLeft:0.0} people too many are abandoned for the answers so far; what the day still brings is set against it."));
        text.Append("  What holds it back: ").Append(Limit(e.LimitedBy)).AppendLine(".");
        return text.ToString();
    }

    private static string Limit(PacingLimit limit) => limit switch
    {
        PacingLimit.None => "nothing",
        PacingLimit.NoAgents => "no agent is free or about to be",
        PacingLimit.Chance => "the chance of finding no agent",
        PacingLimit.Allowance => "the abandon cap: what more calls could do would not be recoverable in this window",
        PacingLimit.Channels => "the trunk's channels, its call rate, or the hopper",
        PacingLimit.CallsPerSecond => "the trunk's call rate",
        PacingLimit.Hopper => "no lead may be dialed now",
        PacingLimit.LinesPerAgent => "the most lines per agent that the campaign allows",
        PacingLimit.TooLittleData => "too little is known yet: one line per free agent",
        PacingLimit.TrunkOnTrial => "the trunk has let no call through yet, or refuses many: few calls are out until one rings",
        PacingLimit.Paused => "dialing is paused: the campaign is, its trunk cannot be reached, or the store is behind",
    };
}
