using System.Data.Common;
using AccessReview.Web.Endpoints;
using AccessReview.Web.Setup;
using AccessReview.Web.Setup.Keys;
using AccessReview.Web.Verbs;
using Microsoft.EntityFrameworkCore;

OneCulture.Take();

if (!CommandLine.Serves(args))
{
    return await CommandLine.RunAsync(args, Console.Out);
}

var (serves, stops) = (false, CancellationToken.None);
try
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddService();        // systemd, Windows
    builder.AddAddresses();      // loopback, or a certificate, or a named proxy
    builder.AddOurHeaders();     // what browsers keep to
    builder.AddDatabase();       // the data folder and what the product does
    builder.AddKeys();           // what signs cookies and hides credentials
    builder.AddSignIn();         // who somebody is
    builder.AddPages();          // what people see
    builder.AddEvidence();       // makes evidence in the background
    builder.AddConnections();    // other people's systems
    builder.AddMail();           // whom the product writes to
    builder.AddLimits();         // how much of it one person gets
    builder.AddHealth();         // what an operator asks
    builder.AddTelemetry();      // what an operator's instruments are told
    builder.AddLog();            // what is written down, and what never is

    var app = builder.Build();
    app.Lifetime.ApplicationStarted.Register(() => serves = true);
    stops = app.Lifetime.ApplicationStopping;
    app.StopBySignalWhileStarting();
    await app.UpgradeDatabaseAsync();
    app.SayWhichKeysAreLost();

    app.UseOurHeaders();
    app.UsePages();
    app.UseSignIn();
    app.UsePageGate();
    app.UseRateLimiter();

    app.MapHealth();
    app.MapSignIn();
    app.MapSample();
    app.MapImports();
    app.MapRemovals();
    app.MapLeavers();
    app.MapRegister();
    app.MapEvidence();
    app.MapPages();

    app.SayWhereWeAre();
    await app.SayWhoIsFirstAsync();
    await app.RunAsync();
    return ExitCodes.Ok;
}
catch (Exception e) when (stops.IsCancellationRequested && !serves && e is OperationCanceledException or DbException or DbUpdateException)
{
    // Whoever stops it while it starts gets what they asked for. SQL Server's client has an exception of its own for a statement that is stopped.
    return ExitCodes.Ok;
}
catch (Exception e) when (!serves && StartTrouble.Of(e) is { } why)
{
    await Console.Error.WriteLineAsync("AccessReview does not start: " + why);
    return ExitCodes.CouldNotRun;
}

/// <summary>The entry point, visible to the tests' host.</summary>
public sealed partial class Program;
