console.log('livenotes');
