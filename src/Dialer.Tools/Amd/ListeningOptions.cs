using System.CommandLine;
using System.Text.Json.Nodes;
using Dialer.Core.CallProgress;
using Dialer.Server.Configuration;

namespace Dialer.Tools.Amd;

/// <summary>How a command listens: the words of a campaign's section <c>callProgress</c>.</summary>
internal sealed class ListeningOptions
{
    private readonly Option<string> _sensitivity = new("--sensitivity")
    {
        Description = "How readily a phrase that sounds recorded is taken for a machine.",
        DefaultValueFactory = _ => Words.Word(CallProgressSensitivity.Cautious),
    };

    private readonly Option<string?> _country = new("--country") { Description = "ISO code of the called country: only its tones are looked for." };
    private readonly Option<string?> _model = new("--model") { Description = $"Weights of the second stage, from 'dialer amd train'; '{CallProgressSection.NoModel}' for lengths alone." };

    public ListeningOptions(Command command)
    {
        _sensitivity.AcceptOnlyFromAmong([.. CallProgressSection.Sensitivities.Keys]);
        command.Add(_sensitivity);
        command.Add(_country);
        command.Add(_model);
    }

    /// <summary>False, with every error told, where they cannot be used.</summary>
    public bool TryRead(ParseResult parsed, out CallProgressOptions options)
    {
        bool good = true;
        options = CallProgressSection.Options(CallProgressSection.Sensitivities[parsed.GetRequiredValue(_sensitivity)], parsed.GetValue(_country), parsed.GetValue(_model), (field, what, fix) =>
        {
            good = false;
            parsed.InvocationConfiguration.Error.WriteLine($"dialer: --{field}: {what} {fix}");
        });
        return good;
    }

    /// <summary>As the command was given, for a report that is kept.</summary>
    public JsonObject AsGiven(ParseResult parsed) => new()
    {
        ["sensitivity"] = parsed.GetRequiredValue(_sensitivity),
        ["country"] = parsed.GetValue(_country),
        ["model"] = parsed.GetValue(_model),
    };
}
