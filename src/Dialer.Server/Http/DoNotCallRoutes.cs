using Dialer.Lists;
using Dialer.Lists.Import;
using Dialer.Lists.Numbers;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store;
using Dialer.Store.Reports;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Numbers that are never called: added, looked up, and uploaded.</summary>
internal sealed class DoNotCallRoutes(IDialerDesk desk, LeadTable table)
{
    private const string Company = "company";
    private const string Register = "nationalRegister";

    public void Map(RouteGroupBuilder api)
    {
        api.MapPost("/", (Caller caller, DoNotCallRequest request) => AddAsync(caller, request))
            .Is("addDoNotCall", Role.Agent, "Never call this number again.").SaysNothing().Posts();
        api.MapGet("/", (int? limit, string? after) => List(limit, after))
            .Is("listDoNotCall", Role.Supervisor, "Every number that is not called, by number.").Says<Page<DoNotCallView>>();
        api.MapGet("/{number}", (string number) => table.Objecting([number]) is [{ } entry, ..] ? Results.Ok(View(entry)) : Refuse.Unknown("number", number))
            .Is("getDoNotCall", Role.Supervisor, "Is this number (E.164) not called, and who said so?").Says<DoNotCallView>().MayBeMissing();
        api.MapPost("/import", ImportAsync)
            .Is("importDoNotCall", Role.Manager, "Adds the numbers of a file while calls go on: one a line, or CSV with the numbers in any column. Nothing is dialed to them from then on.")
            .WithDescription("country: of numbers written without one. kind: company, which binds whoever has the number, or nationalRegister, which binds the number alone.")
            .TakesFile().Says<DoNotCallReply>().Posts();
    }

    private static DoNotCallView View(DoNotCallEntry entry) => new(entry.Number, entry.Source, entry.AddedAt, ReportWords.Word(entry.Binds));

    private IResult List(int? limit, string? after)
    {
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;

        // The digits of a number are its place in the list.
        var found = table.DoNotCall(after is null ? "" : "+" + last.ToString(System.Globalization.CultureInfo.InvariantCulture), count + 1);
        return Results.Ok(new Page<DoNotCallView>([.. found.Take(count).Select(View)], found.Count > count ? Pager.Cursor(long.Parse(found[count - 1].Number.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)) : null));
    }

    private async Task<IResult> AddAsync(Caller caller, DoNotCallRequest request)
    {
        if (request.Number is not { Length: >= 5 and <= 16 } number || number[0] != '+' || number.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return Refuse.Field("number", "This is no number in its international form", "Write the number in its international form, such as +33199001234.");
        await desk.AddDoNotCallAsync([number], $"http {caller.Name}", DoNotCallBinding.Person).ConfigureAwait(false);
        return Results.NoContent();
    }

    private async Task<IResult> ImportAsync(HttpContext context, Caller caller, string? country, string? kind)
    {
        if (country is null || CountryBook.Find(country.ToUpperInvariant()) is null)
            return Refuse.Field("country", "This is not a country whose numbers are known", "Use the two letters of ISO 3166, such as FR, US or GB.");
        if (kind is not (null or Company or Register))
            return Refuse.Field("kind", "There is no such kind of list", $"Use {Company} or {Register}.");
        string file = desk.Uploads.NewFile();
        try
        {
            await Uploads.SaveAsync(context, file).ConfigureAwait(false);
            var read = await Task.Run(() => DoNotCallFile.Read(file, country.ToUpperInvariant())).ConfigureAwait(false);
            int added = await desk.AddDoNotCallAsync(read.Numbers, $"upload {caller.Name}", kind == Register ? DoNotCallBinding.Number : DoNotCallBinding.Person).ConfigureAwait(false);
            return Results.Ok(new DoNotCallReply(read.Numbers.Count, added, [.. read.Unreadable.Select(row => row.Line)]));
        }
        catch (ImportException unread)
        {
            return Refuse.Field("body", unread.Message.Replace(file, "the file", StringComparison.Ordinal), "Send one number a line, or CSV.", "bodyNotUnderstood");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
