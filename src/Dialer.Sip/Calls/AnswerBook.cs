using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Sip.Calls;

/// <summary>What a line learns of who answers, and tells: greetings that it knows again, what ringing says, the agent's word. For the line's thread.</summary>
internal sealed class AnswerBook(IReadOnlyDictionary<CampaignId, CallProgressOptions> analysis, TimeProvider time)
{
    public LineGreetings Greetings { get; } = new(time);

    public LinePriors Priors { get; } = new();

    /// <summary>Hears what the analysis of each answered call came to.</summary>
    public Action<HeardAnswer>? Heard { get; set; }

    /// <summary>A machine beyond doubt: the next call to it is to know it.</summary>
    public void Learn(in HeardGreeting machine)
    {
        if (Remembers(machine.Campaign))
            Greetings.Learn(machine);
    }

    /// <summary>What is known before a word is said, in log odds; 0 where the campaign does not ask for it.</summary>
    public float PriorOf(CampaignId campaign, in LineEvidence evidence) => UsesEvidence(campaign) ? Priors.LogOdds(campaign, evidence) : 0f;

    /// <summary>At the end of an answered call. What proves nothing waits for the agent's word.</summary>
    /// <param name="said">The agent's word, where it has come: that it was a machine, or none.</param>
    public void Ended(CallId call, CampaignId campaign, TrunkId trunk, string? number, ListenedAnswer heard, in LineEvidence evidence, bool? said)
    {
        Heard?.Invoke(new HeardAnswer(call, heard.Rule, heard.Proof, heard.Phrase, evidence.Pattern));
        if (UsesEvidence(campaign) && heard.Proof != AnswerProof.None)
            Priors.Learn(campaign, number, evidence, machine: true);
        else if (UsesEvidence(campaign))
            Priors.Await(call, campaign, number, evidence);
        if (heard.Proof is AnswerProof.None or AnswerProof.Remembered && heard.Print.FirmBits >= GreetingPrint.LeastFirm && Remembers(campaign))
            Greetings.Await(call, new HeardGreeting(number, campaign, trunk, heard.Print, heard.Matched));
        if (said is { } wasMachine)
            AgentSaid(call, wasMachine);
    }

    /// <summary>Of a call that is over.</summary>
    public void AgentSaid(CallId call, bool wasMachine)
    {
        Greetings.AgentSaid(call, wasMachine);
        Priors.AgentSaid(call, wasMachine);
    }

    /// <summary>Persons are erased.</summary>
    public void Forget(IReadOnlyCollection<string> numbers)
    {
        foreach (string number in numbers)
        {
            Greetings.Forget(number);
            Priors.Forget(number);
        }
    }

    private bool Remembers(CampaignId campaign) => analysis.GetValueOrDefault(campaign) is { RemembersGreetings: true };

    private bool UsesEvidence(CampaignId campaign) => analysis.GetValueOrDefault(campaign) is { UsesLineEvidence: true };
}
