using System.Text.Json;
using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http;

/// <summary>The business as code: applied as files describe it, all or nothing, and given back as a file that could be applied.</summary>
internal sealed class ConfigurationRoutes(BusinessBook book)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", () => Results.Ok(Export()))
            .Is("exportConfiguration", Role.Manager, "The business as it counts now, without secrets: a file that can be applied.").WithMetadata(new BusinessBody(null, Takes: false, BusinessAnswer.Settings));
        api.MapPost("/apply", (HttpContext context, Caller caller, bool? dryRun, bool? prune) => ApplyAsync(context, caller, dryRun == true, prune == true))
            .Is("applyConfiguration", Role.Manager, "Makes the business as it is described, all of it or nothing, with every error at once. Applied again it changes nothing.")
            .WithDescription("dryRun: only says what would change. prune: entries that are neither in it nor in the configuration file are removed; else they stay.")
            .TakesSettings().Says<ApplyReply>().Posts().WithMetadata(new BusinessBody(null, Takes: true, BusinessAnswer.Other));
    }

    private Dictionary<string, JsonElement[]> Export() => BusinessKinds.All
        .Select(kind => (Section: BusinessKinds.Section(kind), Entries: book.Of(kind).Where(entry => entry.Trouble.Count == 0 && entry.Name[0] != BusinessState.Unnamed).Select(BusinessView.SettingsOf).ToArray()))
        .Where(section => section.Entries.Length > 0).ToDictionary(section => section.Section, section => section.Entries);

    private async Task<IResult> ApplyAsync(HttpContext context, Caller caller, bool isDryRun, bool isPruning)
    {
        if (caller.IsLimited)
            return Refuse.With(StatusCodes.Status403Forbidden, "outsideLimits", "Not allowed.", "You are limited to some campaigns and queues.", "Ask somebody who is not.");
        if (book.IsFixed)
            return Refuse.NotPossible("this dialer was started without a configuration file, and nothing of it can be changed", "notConfigurable");
        var (body, wrong) = await BusinessBodies.ReadAsync(context.Request, "$").ConfigureAwait(false);
        if (wrong is not null)
            return wrong;
        var errors = new List<ConfigError>();
        var given = Entries(body!, errors);
        if (errors.Count > 0)
            return BusinessBodies.Refused(errors, "$");
        return await book.ExclusiveAsync<IResult>(async () =>
        {
            var edits = Edits(given, isPruning, out var changes);
            var outcome = await book.ChangeAsync(edits, caller.Name, isDryRun).ConfigureAwait(false);
            if (!outcome.IsDone)
                return BusinessBodies.Refused(outcome.Errors, "$");
            var reply = new ApplyReply(changes, isDryRun, [.. outcome.Warnings.Select(warning => $"{warning.Path[2..]}: {warning.What} {warning.Do}")]);
            if (!isDryRun && changes.Count > 0)
                AuditNote.Leave(context, null, reply);
            return Results.Ok(reply);
        }).ConfigureAwait(false);
    }

    /// <summary>Entries by kind and name, in the order of the body.</summary>
    private static List<(BusinessKind Kind, string Name, ConfigNode Settings)> Entries(ConfigNode body, List<ConfigError> errors)
    {
        var given = new List<(BusinessKind Kind, string Name, ConfigNode Settings)>();
        var names = new HashSet<(BusinessKind, string)>();
        foreach (var (section, list) in body.Fields)
        {
            if (section == "$schema")
                continue;
            if (BusinessKinds.OfSection(section) is not { } kind)
                errors.Add(new ConfigError(list.Path, list.Line, list.Column, $"The section \"{section}\" is not of the business.", "Use " + string.Join(", ", BusinessKinds.All.Select(BusinessKinds.Section)) + "; the machine stays in the configuration file.") { IsUnknownField = true });
            else if (list.Kind != ConfigNodeKind.Array)
                errors.Add(new ConfigError(list.Path, list.Line, list.Column, "A list in square brackets is expected here.", "Write [ ... ]."));
            else
                foreach (var item in list.Items)
                    if (item.Field("name") is not { Kind: ConfigNodeKind.Text, Text: { Length: > 0 } name } || name[0] == BusinessState.Unnamed || name.Contains('/', StringComparison.Ordinal))
                        errors.Add(new ConfigError($"{item.Path}.name", item.Line, item.Column, "It needs a name, by which it is known.", "Add \"name\", without a slash and with no # at its begin."));
                    else if (!names.Add((kind, name)))
                        errors.Add(new ConfigError($"{item.Path}.name", item.Line, item.Column, $"\"{name}\" is there twice.", "Keep one of them."));
                    else if (BusinessBook.Read(kind, name, item.ToJson()) is { } settings)
                        given.Add((kind, name, settings));
        }
        return given;
    }

    private List<BusinessEdit> Edits(List<(BusinessKind Kind, string Name, ConfigNode Settings)> given, bool isPruning, out List<AppliedChange> changes)
    {
        var edits = new List<BusinessEdit>();
        changes = [];
        foreach (var (kind, name, settings) in given)
        {
            var was = book.Find(kind, name);
            var next = BusinessView.WithSecretsOf(settings, was);
            bool isSame = was is not null && was.Settings.SaysAs(next);
            var byHand = was?.ChangedByHand is { Count: > 0 } fields ? fields : [];
            if (!isSame || was!.Applied is not { } applied || !applied.SaysAs(next))
                edits.Add(new BusinessEdit(kind, name, next, IsApplied: true));
            if (!isSame)
                changes.Add(new AppliedChange(BusinessKinds.Section(kind), name, was is null ? AppliedHow.Added : AppliedHow.Changed, was is null ? null : BusinessEntry.ChangedFields(was.Settings, next), byHand.Count > 0 ? byHand : null));
        }
        if (isPruning)
            foreach (var entry in book.All.Where(entry => !entry.IsInFile && !given.Exists(one => entry.Is(one.Kind, one.Name))))
            {
                edits.Add(new BusinessEdit(entry.Kind, entry.Name, null));
                changes.Add(new AppliedChange(BusinessKinds.Section(entry.Kind), entry.Name, AppliedHow.Removed, null, null));
            }
        return edits;
    }
}
